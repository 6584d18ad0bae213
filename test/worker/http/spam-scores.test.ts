import { describe, expect, it } from 'vitest';
import { advance } from '../support/local.ts';
import { makeSite, numbers } from '../support/make-site.ts';
import { CALLER, newCallId, postGeneric, postTwilio, ring } from '../support/phone.ts';
import { askReport, readAll, readOne, readPage } from '../support/read-reports.ts';
import { latestCall, ringOften } from '../support/spam.ts';

const [NUMBER = '', OTHER = ''] = numbers(2);
const STRANGER = '+33639980002';

/** A conversation of so many seconds, told whole. */
async function talk(site: { key: string }, talkSeconds: number) {
  const call = await ring(site, NUMBER);
  const ended = { v: 1, event: 'ended', call, outcome: 'answered', talkSeconds };
  await postGeneric(site, { ...ended, totalSeconds: talkSeconds + 3 });
}

describe('each call has a score with reasons', () => {
  it('which is nothing for an ordinary one', async () => {
    const site = await makeSite();
    await talk(site, 60);
    expect((await readOne(site, 'calls')).spam).toEqual({
      score: 0,
      suspected: false,
      reasons: [],
      marked: null,
      blocked: false,
    });
  });

  it('which grows as the caller goes on ringing, and is lost to nobody', async () => {
    const site = await makeSite();
    await ringOften(site, NUMBER, 8);
    await ring(site, NUMBER, { from: STRANGER });
    const calls = (await readAll(site, 'calls')).toReversed();
    expect(calls).toHaveLength(9);
    const scores = calls.map(({ spam }) => spam.score);
    expect(scores).toEqual([0, 0, 0.2, 0.36, 0.49, 0.59, 0.67, 0.74, 0]);
    expect(calls.map(({ spam }) => spam.suspected).indexOf(true)).toBe(7);
    expect(calls[7]?.spam.reasons).toEqual(['8 calls in the last hour.']);
  });

  it('for an hour', async () => {
    const site = await makeSite();
    await ringOften(site, NUMBER, 8);
    await advance(3_600);
    await ring(site, NUMBER);
    expect((await latestCall(site)).spam.score).toBe(0);
  });

  it('anew as it turns out how long it lasted, and for the calls made meanwhile', async () => {
    const site = await makeSite();
    const first = await ring(site, NUMBER);
    await ring(site, NUMBER);
    const ended = { v: 1, event: 'ended', call: first, outcome: 'answered' };
    await postGeneric(site, { ...ended, talkSeconds: 2, totalSeconds: 5 });
    const reasons = ['A call of this caller lasted 2 seconds.'];
    expect((await readAll(site, 'calls')).map(({ spam }) => spam)).toMatchObject([
      { score: 0.25, reasons },
      { score: 0.25, reasons },
    ]);
  });

  it('by what the number shows, though it is stored nowhere in the clear', async () => {
    const site = await makeSite();
    const forged = { From: `${NUMBER.slice(0, -1)}9`, StirVerstat: 'TN-Validation-Failed' };
    const fields = { CallSid: newCallId(), To: NUMBER, CallStatus: 'ringing', ...forged };
    await postTwilio(site, undefined, fields);
    expect((await readOne(site, 'calls')).spam).toMatchObject({
      score: 0.65,
      reasons: [
        "The carrier's signature for the number did not hold.",
        'The caller shows a number much like the one dialled.',
      ],
    });
  });

  it('of this site alone', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    await ringOften(here, NUMBER, 8);
    await ring(there, NUMBER);
    expect((await readOne(there, 'calls')).spam.score).toBe(0);
  });
});

describe('what is suspected', () => {
  it('may be left out of the list, or be all of it', async () => {
    const site = await makeSite();
    await ringOften(site, NUMBER, 8);
    await ring(site, OTHER, { from: STRANGER });
    await ring(site, OTHER, { from: null });
    await readAll(site, 'calls');
    const callers = async (query: Record<string, string>) =>
      (await readPage(site, 'calls', query)).rows.map(({ caller }) => caller);
    expect(await callers({})).toHaveLength(10);
    expect(await callers({ spam: 'include' })).toHaveLength(10);
    expect(await callers({ spam: 'only' })).toEqual([CALLER]);
    expect(await callers({ spam: 'exclude' })).toHaveLength(9);
    expect((await askReport(site, 'calls', { spam: 'maybe' })).status).toBe(400);
  });

  it.each([
    [0.2, [true, false, false]],
    [null, [false, false, false]],
  ])('is for the site to say: from %s on', async (spamThreshold, suspected) => {
    const site = await makeSite({ spamThreshold });
    await ringOften(site, NUMBER, 3);
    const calls = await readAll(site, 'calls');
    expect(calls.map(({ spam }) => spam.suspected)).toEqual(suspected);
    expect(calls[0]?.spam.score).toBe(0.2);
    const only = await readPage(site, 'calls', { spam: 'only' });
    expect(only.rows).toHaveLength(suspected.filter(Boolean).length);
  });
});
