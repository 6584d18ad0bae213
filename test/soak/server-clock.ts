/**
 * What the server's clock may show, as seen from outside, while it is moved forward under way: `earliest`
 * at least, `latest` at most.
 */
export type ServerClock = {
  earliest(): number;
  latest(): number;
  advance(seconds: number): Promise<void>;
};

export function openServerClock(serverUrl: string): ServerClock {
  let surelyMoved = 0;
  let maybeMoved = 0;
  return {
    earliest: () => Date.now() + surelyMoved,
    latest: () => Date.now() + maybeMoved,
    advance: async (seconds) => {
      maybeMoved += seconds * 1_000;
      const response = await fetch(`${serverUrl}/_local/clock`, {
        method: 'POST',
        body: JSON.stringify({ advanceSeconds: seconds }),
      });
      if (!response.ok) throw new Error(`the clock was not moved: ${await response.text()}`);
      surelyMoved = maybeMoved;
    },
  };
}
