import { type RunningServer, startServer } from '../support/local-server.ts';
import { drained } from './drained.ts';
import { playClient } from './play-client.ts';
import { readSite, type SiteRecord } from './read-site.ts';
import { reconcile } from './reconcile.ts';
import { openServerClock, type ServerClock } from './server-clock.ts';
import { prepareSites } from './sites.ts';
import { nothingTold, type Told } from './told.ts';

/** The course is divided into so many parts; after each something happens to the server. */
const PARTS = 12;
/** After these the process is killed and started again. */
const KILLED_AFTER: readonly number[] = [4, 8];
/** After the others its clock is moved, so that numbers run out and are leased anew. */
const MOVED_BY_SECONDS = 40;
/** Longer than any rest that D1 is given, and than a call may be parked. */
const PATIENCE_MS = 60_000;

export type SoakResult = {
  readonly sites: readonly {
    readonly key: string;
    readonly told: Told;
    readonly record: SiteRecord;
  }[];
  readonly restarts: number;
  /** Milliseconds from the last client's last answer until D1 had everything. */
  readonly drainedAfterMs: number;
  /** Sentences; none where all is well. */
  readonly breaches: readonly string[];
};

/** Clients play on three sites while the server is killed and its clock moved; then D1 is compared. */
export async function soak(seconds: number, clients: number): Promise<SoakResult> {
  const server = await startServer();
  try {
    const sites = (await prepareSites(server.url)).map((site) => ({ site, told: nothingTold() }));
    const clock = openServerClock(server.url);
    let over = false;
    const playing = Array.from({ length: clients }, (_, client) => {
      const { site, told } = sites[client % sites.length] as (typeof sites)[number];
      return playClient(server.url, site, clock, told, () => !over);
    });
    const disturbed = disturb(server, clock, seconds).finally(() => {
      over = true;
    });
    const [restarts] = await Promise.all([disturbed, ...playing]);

    const endedAt = Date.now();
    const waiting = await drained(
      server.url,
      sites.map(({ site }) => site),
      PATIENCE_MS,
    );
    const drainedAfterMs = Date.now() - endedAt;
    const read = await Promise.all(
      sites.map(async ({ site, told }) => ({
        key: site.key,
        told,
        record: await readSite(server.url, site),
      })),
    );
    const breaches = sites.flatMap(({ site, told }, index) =>
      reconcile(site, told, (read[index] as (typeof read)[number]).record),
    );
    return { sites: read, restarts, drainedAfterMs, breaches: [...waiting, ...breaches] };
  } finally {
    await server.close();
  }
}

/**
 * Takes `seconds`, and as long as the server takes to start again.
 *
 * @returns how often it was killed.
 */
async function disturb(
  server: RunningServer,
  clock: ServerClock,
  seconds: number,
): Promise<number> {
  for (let part = 1; part <= PARTS; part++) {
    await new Promise((resolve) => setTimeout(resolve, (seconds * 1_000) / PARTS));
    if (part === PARTS) break;
    if (KILLED_AFTER.includes(part)) {
      await server.kill();
      await server.restart();
    } else await clock.advance(MOVED_BY_SECONDS);
  }
  return KILLED_AFTER.length;
}
