import { afterEach, describe, expect, it } from 'vitest';
import { ask, askAsAdmin, refusalOf } from '../support/ask.ts';
import { breakDown, mendAll } from '../support/local.ts';
import { makeSite, numbers, putSecrets, type TestSite } from '../support/make-site.ts';
import { CALLER, newCallId, ring } from '../support/phone.ts';
import { drain, dumpD1, dumpPool, ownRows } from '../support/pool.ts';
import { readAll, readPage } from '../support/read-reports.ts';
import { answerOf, latestCall, ringOften, say } from '../support/spam.ts';
import { postVonage, VONAGE_SECRET } from '../support/vonage.ts';

afterEach(mendAll);

const [NUMBER = ''] = numbers(1);
const STRANGER = '+33639980002';

const inbound = (change: Record<string, string> = {}) => ({
  CallSid: newCallId(),
  From: CALLER,
  To: NUMBER,
  CallStatus: 'ringing',
  ...change,
});

/** A site that was rung once, and the call. */
async function rungSite(change: Parameters<typeof makeSite>[0] = {}) {
  const site = await makeSite(change);
  await ring(site, NUMBER);
  return { site, call: await latestCall(site) };
}

async function suspectedOf(site: TestSite): Promise<boolean[]> {
  return (await readAll(site, 'calls')).map(({ spam }) => spam.suspected);
}

describe('a call that is marked as spam', () => {
  it('is spam, whatever its score, and so are later calls of its caller', async () => {
    const { site, call } = await rungSite();
    await ring(site, NUMBER, { from: STRANGER });
    const response = await say(site, call.id, { spam: true });
    expect([response.status, await response.json()]).toEqual([
      200,
      { score: 1, suspected: true, reasons: ['Marked as spam.'], marked: true, blocked: false },
    ]);
    await ring(site, NUMBER);
    const [later, stranger, first] = await readAll(site, 'calls');
    expect(first?.spam).toMatchObject({ suspected: true, marked: true });
    expect(stranger?.spam.suspected).toBe(false);
    expect(later?.spam).toEqual({
      score: 1,
      suspected: true,
      reasons: ['An earlier call of this caller was marked as spam.'],
      marked: null,
      blocked: false,
    });
    expect((await readPage(site, 'calls', { spam: 'only' })).rows).toHaveLength(2);
  });

  it('says nothing of the calls before it', async () => {
    const { site } = await rungSite();
    await ring(site, NUMBER);
    await say(site, (await latestCall(site)).id, { spam: true });
    expect(await suspectedOf(site)).toEqual([true, false]);
  });

  it('is none any more once that is taken back, nor are the later ones', async () => {
    const { site, call } = await rungSite();
    await say(site, call.id, { spam: true });
    await ring(site, NUMBER);
    expect(await suspectedOf(site)).toEqual([true, true]);
    const response = await say(site, call.id, { spam: null });
    expect(await response.json()).toMatchObject({ score: 0, marked: null, reasons: [] });
    expect(await suspectedOf(site)).toEqual([false, false]);
    expect(await ownRows(site, 'SELECT * FROM caller_words')).toEqual([]);
  });
});

it('a call that is marked as no spam is none, whatever its score, nor are later ones', async () => {
  const site = await makeSite();
  await ringOften(site, NUMBER, 8);
  const marked = await latestCall(site);
  expect(marked.spam.suspected).toBe(true);
  await say(site, marked.id, { spam: false });
  await ring(site, NUMBER);
  const [later, call] = await readAll(site, 'calls');
  expect(call?.spam).toMatchObject({ score: 0, suspected: false, marked: false });
  expect(call?.spam.reasons).toEqual(['Marked as no spam.', '8 calls in the last hour.']);
  expect(later?.spam.suspected).toBe(false);
  expect((await readPage(site, 'calls', { spam: 'only' })).rows).toHaveLength(0);
});

describe('a caller who is blocked', () => {
  it('is turned away, listed as such, and let through again when that is taken back', async () => {
    const { site, call } = await rungSite();
    expect(await (await say(site, call.id, { block: true })).json()).toMatchObject({
      blocked: true,
      marked: null,
    });
    expect(await answerOf(site, inbound())).toContain('<Response><Reject reason="busy"/>');
    expect(await latestCall(site)).toMatchObject({ outcome: 'blocked', spam: { blocked: true } });
    expect(await answerOf(site, inbound({ From: STRANGER }))).toContain('<Dial');
    expect(await answerOf(site, inbound({ From: 'anonymous' }))).toContain('<Dial');

    await say(site, call.id, { block: false });
    expect(await answerOf(site, inbound())).toContain('<Dial');
    expect(await latestCall(site)).toMatchObject({ spam: { blocked: false } });
  });

  it('hears the call end where the provider cannot say that the line is busy', async () => {
    const { site, call } = await rungSite();
    await putSecrets(site.key, 'vonage', [VONAGE_SECRET]);
    await say(site, call.id, { block: true });
    const fields = { from: CALLER.slice(1), to: NUMBER.slice(1), conversation_uuid: 'CON-1' };
    expect(await postVonage(site, undefined, { ...fields, uuid: '1' })).toEqual([]);
    expect(await latestCall(site)).toMatchObject({ provider: 'vonage', outcome: 'blocked' });
  });

  it('is turned away whichever shard has the number', async () => {
    const { site, call } = await rungSite({ shards: 4 });
    await say(site, call.id, { block: true });
    for (const number of numbers(10)) {
      expect(await answerOf(site, inbound({ To: number }))).toContain('<Reject');
    }
  });

  it('is connected while the pool does not answer', async () => {
    const { site, call } = await rungSite();
    await say(site, call.id, { block: true });
    await breakDown({ pool: 'hang' });
    expect(await answerOf(site, inbound())).toContain('<Dial');
  });

  it('is another on another site', async () => {
    const { site, call } = await rungSite();
    await say(site, call.id, { block: true });
    expect(await answerOf(await makeSite(), inbound())).toContain('<Dial');
  });
});

describe('erasing a caller', () => {
  it('takes block and reasons with them, and leaves what was said of the call', async () => {
    const { site, call } = await rungSite();
    await ringOften(site, NUMBER, 8);
    await say(site, call.id, { spam: true, block: true });
    const [{ caller = '' } = {}] = await ownRows<{ caller: string }>(
      site,
      'SELECT caller FROM caller_words',
    );
    expect(await dumpD1()).toContain(caller);
    const path = `/api/v1/sites/${site.key}/callers/${encodeURIComponent(CALLER)}`;
    expect((await askAsAdmin('DELETE', path)).status).toBe(204);
    await drain(site);
    expect(await dumpD1()).not.toContain(caller);
    expect(await dumpPool(site)).not.toContain(caller);
    const calls = await readAll(site, 'calls');
    expect(calls.at(-1)?.spam).toMatchObject({ marked: true, suspected: true, blocked: false });
    expect(calls[0]?.spam).toMatchObject({ suspected: true, reasons: [] });
    expect(await answerOf(site, inbound())).toContain('<Dial');
  });
});

describe("the owner's word is refused", () => {
  it('of a call that the site does not have', async () => {
    const { call } = await rungSite();
    const other = await makeSite();
    expect(await refusalOf(await say(other, call.id, { spam: true }))).toMatchObject({
      status: 404,
      code: 'call_unknown',
    });
  });

  it('from whoever has no key, or that of another site', async () => {
    const { site, call } = await rungSite();
    const other = await makeSite();
    const foreign = await say(site, call.id, { block: true }, other.apiKey);
    expect(await refusalOf(foreign)).toMatchObject({ status: 403, code: 'site_forbidden' });
    const nobody = await ask(`/api/v1/calls/${call.id}/spam?site=${site.key}`, { method: 'PUT' });
    expect(nobody.status).toBe(400);
    expect((await say(site, call.id, { block: true }, 'no-key')).status).toBe(401);
  });

  it('to block somebody whom nobody knows, though the call may be marked', async () => {
    const site = await makeSite();
    await ring(site, NUMBER, { from: null });
    const { id } = await latestCall(site);
    expect(await refusalOf(await say(site, id, { block: true }))).toMatchObject({
      status: 409,
      code: 'caller_unknown',
    });
    expect((await say(site, id, { spam: true })).status).toBe(200);
    expect((await latestCall(site)).spam).toMatchObject({ suspected: true, marked: true });
    await ring(site, NUMBER, { from: null });
    expect((await latestCall(site)).spam.suspected).toBe(false);
  });

  it.each([{}, { spam: 'yes' }, { block: null }, { spam: true, reason: 'rude' }, []])(
    'as %j',
    async (word) => {
      const { site, call } = await rungSite();
      expect(await refusalOf(await say(site, call.id, word))).toMatchObject({
        status: 400,
        code: 'body_invalid',
      });
    },
  );

  it('while the pool does not answer, and holds once it was said again', async () => {
    const { site, call } = await rungSite();
    await breakDown({ pool: 'error' });
    expect((await say(site, call.id, { block: true })).status).toBe(503);
    await mendAll();
    expect((await say(site, call.id, { block: true })).status).toBe(200);
    expect(await answerOf(site, inbound())).toContain('<Reject');
  });
});
