import type { Runtime } from '../config.ts';
import type { Webhook } from '../db/queries/webhooks.ts';
import { within } from '../deadline.ts';
import { backoff } from '../domain/backoff.ts';
import { type EpochMs, SECOND } from '../domain/time.ts';
import { receiverProblem } from '../domain/webhooks/receiver-problem.ts';
import { retryPause } from '../domain/webhooks/retry-pause.ts';
import { signingSecrets } from '../domain/webhooks/signing-secrets.ts';
import type { Keyring } from '../keys/keyring.ts';
import { unseal } from '../keys/seal.ts';
import { signEvent } from '../keys/sign-event.ts';
import type { Delivery, DeliveryTables } from './delivery-tables.ts';
import { eventBody, type ToldSite } from './event-body.ts';
import { postEvent } from './post-event.ts';

const D1_DEADLINE = 5 * SECOND;
/** After so many failures in a row it was not one event that a receiver did not like. */
const OUTAGE = 3;

/** A receiver that has just failed is left alone for a moment, whatever else waits for it. */
type Rest = { readonly failures: number; readonly until: EpochMs };

/**
 * Takes events to receivers: those of one webhook one after the other, all webhooks at the same time, so that
 * a slow receiver holds up nobody else's.
 */
export class Courier {
  readonly #tables: DeliveryTables;
  readonly #d1: D1Database;
  readonly #keyring: Keyring;
  readonly #runtime: Runtime;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #rests = new Map<string, Rest>();
  #stopped = false;

  constructor(tables: DeliveryTables, d1: D1Database, keyring: Keyring, runtime: Runtime) {
    this.#tables = tables;
    this.#d1 = d1;
    this.#keyring = keyring;
    this.#runtime = runtime;
  }

  /** When a receiver is to be asked next that is not being asked now. */
  nextAt(): EpochMs | undefined {
    const times = this.#tables
      .due()
      .filter(({ webhook }) => !this.#underWay.has(webhook))
      .map(({ webhook, at }) => Math.max(at, this.#rests.get(webhook)?.until ?? 0));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Sets out to every receiver for which something is due. @param back called as each comes back. */
  setOut(site: ToldSite, webhooks: readonly Webhook[], back: () => void): void {
    for (const webhook of webhooks) {
      const { id } = webhook;
      if (this.#underWay.has(id) || (this.#rests.get(id)?.until ?? 0) > this.#now()) continue;
      const round = this.#serve(site, webhook)
        .catch((error: unknown) => {
          // D1, most likely: nothing was sent, so no attempt is counted.
          console.error('webhook: cannot be served now', error);
          this.#rest(id);
        })
        .finally(() => {
          this.#underWay.delete(id);
          back();
        });
      this.#underWay.set(id, round);
    }
  }

  isUnderWay(): boolean {
    return this.#underWay.size > 0;
  }

  /** Until everybody is back. */
  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  /** Sends nothing any more. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.idle();
  }

  /** The receiver need not rest any longer. */
  forgive(webhook: string): void {
    this.#rests.delete(webhook);
  }

  async #serve(site: ToldSite, webhook: Webhook): Promise<void> {
    while (!this.#stopped) {
      const delivery = this.#tables.next(webhook.id, this.#now());
      if (delivery === undefined) return;
      const problem = await this.#attempt(site, webhook, delivery);
      if (this.#stopped) return;
      const now = this.#now();
      if (problem !== undefined) {
        const pause = retryPause(delivery.failures + 1);
        this.#tables.failed(delivery, problem, pause === null ? null : now + pause, now);
        this.#rest(webhook.id);
        return;
      }
      this.#tables.delivered(delivery, now);
      const { failures = 0 } = this.#rests.get(webhook.id) ?? {};
      if (failures >= OUTAGE) this.#tables.hurry(webhook.id, now);
      this.#rests.delete(webhook.id);
    }
  }

  /** Why the event was not taken; undefined where it was. */
  async #attempt(site: ToldSite, webhook: Webhook, event: Delivery): Promise<string | undefined> {
    if (!webhook.active) return 'The webhook is switched off.';
    const problem = receiverProblem(webhook.url, this.#runtime.mode === 'local');
    if (problem !== undefined) return problem;
    const body = await within(
      D1_DEADLINE,
      eventBody(this.#d1, this.#keyring, site, event, webhook.includeCaller),
    );
    if (body === undefined) return 'The call is not in the database yet.';
    // A receiver goes by the world's clock, whatever this object's shows.
    const at = new Date();
    return postEvent(
      webhook.url,
      await signEvent(event.id, at, body, await this.#secrets(site, webhook)),
      body,
    );
  }

  async #secrets(site: ToldSite, { secrets }: Webhook): Promise<string[]> {
    const key = await this.#keyring.sealing('webhook-seal', site.id);
    const open = await Promise.all(
      signingSecrets(secrets, this.#now()).map(({ sealed }) => unseal(key, sealed)),
    );
    return open.filter((secret) => secret !== undefined);
  }

  #rest(webhook: string): void {
    const failures = (this.#rests.get(webhook)?.failures ?? 0) + 1;
    this.#rests.set(webhook, { failures, until: this.#now() + backoff(failures) });
  }

  #now(): EpochMs {
    return this.#runtime.clock.now();
  }
}
