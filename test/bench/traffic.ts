/** What a browser sends, and when: seconds from the beginning. */
export type PageEvent = {
  readonly at: number;
  readonly browser: number;
  readonly type: 'page' | 'renew' | 'leave';
};

const PAGES_A_SESSION = 3;
const SECONDS_A_PAGE = 50;
/** Of a visible page, as the server asks for it at first and then. */
const RENEW_AFTER = [60, 120];

/**
 * Sessions as they come to a middling shop: on average three pages of fifty seconds each, a renewal where
 * somebody stays longer, a goodbye at the end. Always the same ones.
 */
export function trafficOf(sessions: number, secondsBetween: number): PageEvent[] {
  const random = seeded(1);
  const exponential = (mean: number) => -mean * Math.log(1 - random());
  const events: PageEvent[] = [];
  let startsAt = 0;
  for (let session = 0; session < sessions; session++) {
    startsAt += exponential(secondsBetween);
    let at = startsAt;
    do {
      events.push({ at, browser: session, type: 'page' });
      const leavesAt = at + exponential(SECONDS_A_PAGE);
      let [after = 0, next = 0] = RENEW_AFTER;
      for (let renewAt = at + after; renewAt < leavesAt; renewAt += after) {
        events.push({ at: renewAt, browser: session, type: 'renew' });
        after = next;
      }
      at = leavesAt + 1;
    } while (random() < 1 - 1 / PAGES_A_SESSION);
    events.push({ at: at - 1, browser: session, type: 'leave' });
  }
  return events.sort((a, b) => a.at - b.at);
}

/** A small generator of random numbers, for the same traffic every time: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
