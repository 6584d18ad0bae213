import { addRefused, isAlarming, type SignatureRun } from '../domain/health/signature-run.ts';
import type { EpochMs } from '../domain/time.ts';
import type { SignatureAlert } from './messages.ts';

type AlertRow = {
  provider: string;
  refused: number;
  since: number;
  last_at: number;
  raised_at: number;
  open: number;
};

/**
 * Runs of requests that were refused for their signature, by provider. Counted in memory, so that whoever
 * sends wrong ones by the thousand has nothing written; only that an alert begins or ends is.
 */
export class Signatures {
  readonly #sql: SqlStorage;
  readonly #runs = new Map<string, SignatureRun>();
  /** Asked on every call, so remembered: providers with an open alert. */
  #open: Set<string> | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The alert, if one begins with this. */
  refused(provider: string, count: number, now: EpochMs): SignatureAlert | undefined {
    const run = addRefused(this.#runs.get(provider), count, now);
    this.#runs.set(provider, run);
    if (this.#openAlerts().has(provider)) return undefined;
    const before = this.#rows().find((row) => row.provider === provider);
    if (!isAlarming(run, before?.raised_at ?? null)) return undefined;
    this.#open = undefined;
    this.#sql.exec(
      `INSERT OR REPLACE INTO signature_alerts (provider, refused, since, last_at, raised_at, open)
       VALUES (?, ?, ?, ?, ?, 1)`,
      provider,
      run.refused,
      run.since,
      run.lastAt,
      now,
    );
    return { provider, ...run };
  }

  /** A request of the provider was right: what was wrong is over. */
  accepted(provider: string): void {
    this.#runs.delete(provider);
    if (!this.#openAlerts().has(provider)) return;
    this.#open = undefined;
    this.#sql.exec('UPDATE signature_alerts SET open = 0 WHERE provider = ?', provider);
  }

  /** Alerts that are not over, as they stand. */
  alerts(): SignatureAlert[] {
    return this.#rows()
      .filter(({ open }) => open === 1)
      .map(({ provider, since, ...raised }) => {
        const run = this.#runs.get(provider);
        if (run?.since === since) return { provider, ...run };
        // After a restart counting has begun anew.
        const refused = raised.refused + (run?.refused ?? 0);
        return { provider, refused, since, lastAt: run?.lastAt ?? raised.last_at };
      });
  }

  /** A transaction was undone. */
  reread(): void {
    this.#open = undefined;
  }

  #openAlerts(): Set<string> {
    this.#open ??= new Set(
      this.#rows().flatMap(({ provider, open }) => (open === 1 ? [provider] : [])),
    );
    return this.#open;
  }

  #rows(): AlertRow[] {
    return this.#sql.exec<AlertRow>('SELECT * FROM signature_alerts ORDER BY provider').toArray();
  }
}
