import type { Match } from '../domain/matching/match.ts';
import type { SealedMessage } from '../domain/messages/text-message.ts';
import type { Revisions } from './revisions.ts';
import { callKey, type Noted } from './unsent.ts';
import { withoutSessions } from './without-sessions.ts';

/** A text message as the object keeps it. */
export type StoredMessage = {
  readonly id: string;
  readonly provider: string;
  readonly message: SealedMessage;
  readonly match: Match;
};

export type MessageRow = {
  provider: string;
  provider_message_id: string;
  id: string;
  message: string;
  match: string;
  rev: number;
};

/** Text messages to the numbers of the shard, until D1 has them and nothing more is heard of them. */
export class TextMessages {
  readonly #sql: SqlStorage;
  readonly #revisions: Revisions;
  readonly #note: (changed: Noted) => void;

  constructor(sql: SqlStorage, revisions: Revisions, note: (changed: Noted) => void) {
    this.#sql = sql;
    this.#revisions = revisions;
    this.#note = note;
  }

  get(provider: string, providerMessageId: string): StoredMessage | undefined {
    return this.#sql
      .exec<MessageRow>(
        'SELECT * FROM messages WHERE provider = ? AND provider_message_id = ?',
        provider,
        providerMessageId,
      )
      .toArray()
      .map(toMessage)[0];
  }

  save({ id, provider, message, match }: StoredMessage): void {
    const rev = this.#revisions.next();
    this.#sql.exec(
      `INSERT INTO messages (provider, provider_message_id, id, message, match, rev)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (provider, provider_message_id) DO UPDATE SET match = excluded.match, rev = excluded.rev`,
      provider,
      message.id,
      id,
      JSON.stringify(message),
      JSON.stringify(match),
      rev,
    );
    this.#note({ entity: 'message', key: callKey(provider, message.id), number: '', rev });
  }

  /** Deletes all that somebody wrote. @param hash as in `SealedCaller`. */
  forgetSender(hash: string): void {
    this.#sql.exec("DELETE FROM messages WHERE message ->> '$.sender.hash' = ?", hash);
  }

  /** Unties the messages that were tied to sessions which are erased. */
  forgetSessions(erased: ReadonlySet<string>): void {
    for (const stored of this.#sql
      .exec<MessageRow>('SELECT * FROM messages')
      .toArray()
      .map(toMessage)) {
      const match = withoutSessions(stored.match, erased, 'message');
      if (match !== stored.match) this.save({ ...stored, match });
    }
  }
}

export function toMessage(row: MessageRow): StoredMessage {
  return {
    id: row.id,
    provider: row.provider,
    message: JSON.parse(row.message),
    match: JSON.parse(row.match),
  };
}
