import { type RunningServer, startServer } from '../support/local-server.ts';
import { drained } from './drained.ts';
import { playClient } from './play-client.ts';
import { readSite, type SiteRecord } from './read-site.ts';
import { reconcile } from './reconcile.ts';
import { openServerClock, type ServerClock } from './server-clock.ts';
import { prepareSites, type SoakSite } from './sites.ts';
import { nothingTold, type Told } from './told.ts';

/** The course is divided into so many parts; after each but the last something happens to the server. */
const PARTS = 12;
/** After these the process is killed and started again. */
const KILLED_AFTER: readonly number[] = [4, 8];
/** After the others its clock is moved, so that numbers run out and are leased anew. */
const MOVED_BY_SECONDS = 40;
/** Longer than any rest that D1 is given. */
const DRAINED_WITHIN_MS = 70_000;
/** A call that was parked while its pool was gone comes with the next job. */
const PARKED_FOR_MS = 20_000;
const PAUSE_MS = 2_000;
/** Whatever takes so much longer than the clients play is stuck. */
const STUCK_AFTER_MS = 240_000;

type Played = { readonly site: SoakSite; readonly told: Told };

export type SoakResult = {
  readonly sites: readonly (Played & { readonly record: SiteRecord })[];
  readonly restarts: number;
  /** Milliseconds from the last client's last answer until D1 had everything. */
  readonly drainedAfterMs: number;
  /** Sentences; none where all is well. */
  readonly breaches: readonly string[];
};

/** Clients play on three sites while the server is killed and its clock moved; then D1 is compared. */
export async function soak(seconds: number, clients: number): Promise<SoakResult> {
  const server = await startServer();
  let stuck: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      takeCourse(server, seconds, clients),
      new Promise<never>((_, reject) => {
        const error = new Error('the soak does not come to its end');
        stuck = setTimeout(() => reject(error), seconds * 1_000 + STUCK_AFTER_MS);
      }),
    ]);
  } finally {
    clearTimeout(stuck);
    await server.close();
  }
}

async function takeCourse(
  server: RunningServer,
  seconds: number,
  clients: number,
): Promise<SoakResult> {
  const clock = openServerClock(server.url);
  const sites = (await prepareSites(server.url)).map((site) => ({ site, told: nothingTold() }));
  let over = false;
  const playing = Array.from({ length: clients }, (_, client) => {
    const { site, told } = sites[client % sites.length] as Played;
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
    DRAINED_WITHIN_MS,
  );
  const drainedAfterMs = Date.now() - endedAt;
  const compared = await compare(server.url, sites);
  return {
    sites: compared.sites,
    restarts,
    drainedAfterMs,
    breaches: [...waiting, ...compared.breaches],
  };
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
    await pause((seconds * 1_000) / PARTS);
    if (part === PARTS) break;
    if (KILLED_AFTER.includes(part)) {
      await server.kill();
      await server.restart();
    } else await clock.advance(MOVED_BY_SECONDS);
  }
  return KILLED_AFTER.length;
}

/** Reads D1 and compares; again for a while where something is not as told. */
async function compare(
  serverUrl: string,
  sites: readonly Played[],
): Promise<Pick<SoakResult, 'sites' | 'breaches'>> {
  const until = Date.now() + PARKED_FOR_MS;
  for (;;) {
    const read = await Promise.all(
      sites.map(async ({ site, told }) => ({
        site,
        told,
        record: await readSite(serverUrl, site),
      })),
    );
    const breaches = read.flatMap(({ site, told, record }) => reconcile(site, told, record));
    if (breaches.length === 0 || Date.now() > until) return { sites: read, breaches };
    await pause(PAUSE_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
