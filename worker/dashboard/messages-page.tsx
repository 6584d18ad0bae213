import { numberForms } from '../domain/number-forms.ts';
import type { PresentedMessage } from '../http/present.ts';
import { MatchCell, SourceCells, TimeCell } from './contact-cells.tsx';
import { Layout } from './layout.tsx';

type Props = {
  readonly siteName: string;
  /** The site that the query names. */
  readonly site: string | undefined;
  readonly messages: readonly PresentedMessage[];
  /** Address of the next page; null on the last. */
  readonly nextHref: string | null;
};

/** Every text message of a site, newest first, with the visit that caused it. */
export function MessagesPage({ siteName, site, messages, nextHref }: Props) {
  return (
    <Layout title={`Messages · ${siteName}`} current="/app/messages" site={site}>
      <header>
        <h1>Messages</h1>
        <span class="soft">{siteName} · times in UTC</span>
      </header>
      {messages.length === 0 ? <NoMessages /> : <MessagesTable messages={messages} />}
      {nextHref && (
        <p class="more">
          <a href={nextHref}>Earlier messages</a>
        </p>
      )}
    </Layout>
  );
}

function NoMessages() {
  return (
    <div class="card">
      <p>
        No text messages yet. Once your provider is told where to deliver them, one that is sent to
        a tracking number appears here within seconds.
      </p>
    </div>
  );
}

function MessagesTable({ messages }: Pick<Props, 'messages'>) {
  return (
    <div class="table">
      <table>
        <thead>
          <tr>
            <th>Time</th>
            <th>Sender</th>
            <th>Sent to</th>
            <th>Message</th>
            <th>Source / medium</th>
            <th>Campaign</th>
            <th>Match</th>
          </tr>
        </thead>
        <tbody>
          {messages.map((message) => (
            <MessageRow message={message} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MessageRow({ message }: { message: PresentedMessage }) {
  const { at, sender, number, text, media } = message;
  return (
    <tr>
      <TimeCell at={at} />
      <td data-label="Sender" class="number">
        <span>{sender ? numberForms(sender).international : 'not a number'}</span>
      </td>
      <td data-label="Sent to" class="number">
        <span>{numberForms(number).international}</span>
      </td>
      <td data-label="Message" class="clip text">
        <div>
          {text ?? 'cannot be read'}
          {media > 0 && <small>{media === 1 ? '1 file' : `${media} files`}</small>}
        </div>
      </td>
      <SourceCells session={message.session} staticSource={message.staticSource} />
      <MatchCell match={message.match} />
    </tr>
  );
}
