import { DurableObject } from 'cloudflare:workers';
import { type Env, masterSecret, type Runtime } from '../config.ts';
import { readWebhooks } from '../db/queries/webhooks.ts';
import { within } from '../deadline.ts';
import { backoff } from '../domain/backoff.ts';
import { DAY, type EpochMs, MINUTE, SECOND } from '../domain/time.ts';
import type { OutgoingEvent } from '../domain/webhooks/event-types.ts';
import { Keyring } from '../keys/keyring.ts';
import { Wake } from '../pool/wake.ts';
import { systemClock } from '../system-clock.ts';
import { Courier } from './courier.ts';
import { DeliveryTables } from './delivery-tables.ts';
import type { WebhookStatus } from './messages.ts';

const D1_DEADLINE = 5 * SECOND;
/** Long enough to notice, and to ask for them again. */
const SET_ASIDE_FOR = 30 * DAY;
/** Should the object end while a receiver is asked, it goes on by then. */
const SAFETY = MINUTE;

/**
 * Sends a site's events to its webhooks, each to each at least once, for three days if it takes that long.
 * One for each site and apart from its pool, so that nothing which receivers do or leave undone is noticed
 * there.
 */
export class WebhookSender extends DurableObject<Env> {
  readonly #runtime: Runtime;
  readonly #tables: DeliveryTables;
  protected readonly courier: Courier;
  protected readonly wake: Wake;
  /** D1 could not be read so many times in a row, and is left alone until then. */
  #failures = 0;
  #retryAt: EpochMs = 0;

  constructor(
    ctx: DurableObjectState,
    env: Env,
    runtime: Runtime = { mode: 'deployed', clock: systemClock },
  ) {
    super(ctx, env);
    this.#runtime = runtime;
    this.#tables = new DeliveryTables(ctx.storage.sql);
    const keyring = new Keyring(masterSecret(env, runtime));
    this.courier = new Courier(this.#tables, env.DB, keyring, runtime);
    this.wake = new Wake((at) => {
      void ctx.storage.setAlarm(Date.now() + Math.max(0, at - this.#now()));
    });
    this.#schedule();
  }

  /** Takes events for whichever webhooks want them; answered once they are durable. */
  async tell(siteId: string, events: readonly OutgoingEvent[]): Promise<void> {
    const { webhooks } = await this.#readWebhooks(siteId);
    this.ctx.storage.transactionSync(() => {
      this.#tables.ofSite(siteId);
      for (const { id, events: wanted } of webhooks.filter(({ active }) => active)) {
        for (const event of events) {
          if (wanted.includes(event.type)) this.#tables.add(id, event, this.#now());
        }
      }
    });
    this.#schedule();
  }

  /** How each webhook has answered, and what waits for it; one that was sent nothing is left out. */
  async status(): Promise<readonly WebhookStatus[]> {
    return this.#tables.status();
  }

  /** All that waits for a webhook is sent now, what was set aside too. */
  async retry(webhook: string): Promise<void> {
    this.courier.forgive(webhook);
    this.#tables.retry(webhook, this.#now());
    this.#schedule();
  }

  /** Erases everything, for good. */
  async erase(): Promise<void> {
    await this.courier.stop();
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#tables.open();
  }

  /** Never throws: the platform gives an alarm up after six failures. */
  override async alarm(): Promise<void> {
    this.wake.rang();
    if (this.courier.nextAt() === undefined) return this.#schedule();
    const siteId = this.#tables.siteId();
    try {
      const { site, webhooks } = await this.#readWebhooks(siteId);
      this.#failures = 0;
      this.#retryAt = 0;
      this.#tables.keepOnly(webhooks.map(({ id }) => id));
      this.#tables.forgetSetAside(this.#now() - SET_ASIDE_FOR);
      // Not waited for: alarms ring one after the other, and receivers are not to wait for each other.
      this.courier.setOut({ id: siteId, ...site }, webhooks, () => this.#schedule());
    } catch (error) {
      this.#failures += 1;
      this.#retryAt = this.#now() + backoff(this.#failures);
      console.error(`webhooks: cannot be read (${this.#failures} times in a row)`, error);
    }
    this.#schedule();
  }

  #readWebhooks(siteId: string): ReturnType<typeof readWebhooks> {
    return within(D1_DEADLINE, readWebhooks(this.env.DB, siteId));
  }

  #schedule(): void {
    if (this.courier.isUnderWay()) this.wake.by(this.#now() + SAFETY);
    const next = this.courier.nextAt();
    if (next !== undefined) this.wake.by(Math.max(next, this.#retryAt));
  }

  #now(): EpochMs {
    return this.#runtime.clock.now();
  }
}
