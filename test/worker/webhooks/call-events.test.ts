import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askAsAdmin } from '../support/ask.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { makeSite, numbers, putSite, type TestSite } from '../support/make-site.ts';
import { CALLER, newCallId, postGeneric, postTwilio, ring } from '../support/phone.ts';
import { dumpPool } from '../support/pool.ts';
import { readOne } from '../support/read-reports.ts';
import { openInternet, type Receiver, sendOut, subscribe } from '../support/receiver.ts';

const URL = 'https://www.example.com/ringtrace';
const [NUMBER = ''] = numbers(1);

let internet: ReturnType<typeof openInternet>;
let receiver: Receiver;

beforeEach(() => {
  internet = openInternet();
  receiver = internet.receiver(URL);
});
afterEach(() => void vi.unstubAllGlobals());

/** A call by a PBX of its own, with its outcome. */
async function call(site: TestSite, outcome: string, number = NUMBER): Promise<string> {
  const id = await ring(site, number);
  await end(site, id, outcome, number);
  return id;
}

async function end(site: TestSite, id: string, outcome: string, number = NUMBER): Promise<void> {
  const ended = { v: 1, event: 'ended', call: id, to: number, from: CALLER, outcome };
  const response = await postGeneric(site, ended);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type).sort();

describe('a call that nobody picked up', () => {
  it('is told at once, signed as the standard says, as the API shows it', async () => {
    const site = await makeSite();
    const { secret } = await subscribe(site, receiver, { events: ['call.missed'] });
    const browser = openBrowser(site);
    await call(site, 'missed', shownNumber(await browser.visit()));
    await sendOut(site);
    const [event, ...others] = receiver.verified(secret);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ type: 'call.missed', site: site.key });
    expect(Date.parse(event?.timestamp ?? '')).toBeGreaterThan(0);
    const { caller, ...shown } = await readOne(site, 'calls');
    expect(event?.data).toEqual(shown);
    expect(shown.match.session).toBe(browser.sessionId);
  });

  it('is told with the caller’s number to those who asked for it', async () => {
    const site = await makeSite();
    await subscribe(site, receiver, { events: ['call.missed'], includeCaller: true });
    await call(site, 'busy');
    await sendOut(site);
    expect(receiver.attempts()).toMatchObject([{ data: { caller: CALLER, outcome: 'busy' } }]);
    expect(await dumpPool(site)).not.toContain(CALLER);
  });

  it('is told once, however often its end is', async () => {
    const site = await makeSite();
    await subscribe(site, receiver);
    const id = await call(site, 'missed');
    await sendOut(site);
    await postGeneric(site, { v: 1, event: 'ringing', call: id, leg: 'late' });
    await sendOut(site, 600);
    expect(typesOf(receiver.attempts())).toEqual(['call.ended', 'call.missed']);
  });

  it('is told without any word of the caller’s leg, once the flow has nothing left to do', async () => {
    const site = await makeSite();
    await subscribe(site, receiver, { events: ['call.missed'] });
    const fields = { CallSid: newCallId(), From: CALLER, To: NUMBER };
    await postTwilio(site, undefined, { ...fields, CallStatus: 'ringing' });
    await postTwilio(site, 'dial-ring-0', { ...fields, DialCallStatus: 'no-answer' });
    await sendOut(site);
    expect(typesOf(receiver.attempts())).toEqual(['call.missed']);
  });
});

describe('a call is not told as missed', () => {
  const flow = {
    name: 'shop',
    numbers: [NUMBER],
    fallback: '+33199007003',
    voicemail: { prompt: { say: 'Please leave a message.' } },
  };

  it('while the next phone may ring', async () => {
    const site = await makeSite({ flows: [flow] });
    await subscribe(site, receiver, { events: ['call.missed', 'call.ended'] });
    const fields = { CallSid: newCallId(), From: CALLER, To: NUMBER };
    await postTwilio(site, undefined, { ...fields, CallStatus: 'ringing' });
    await postTwilio(site, 'dial-ring-0', { ...fields, DialCallStatus: 'no-answer' });
    await sendOut(site, 30);
    expect(receiver.attempts()).toEqual([]);
    await postTwilio(site, 'dial-ring-1', {
      ...fields,
      DialCallSid: 'second',
      DialCallStatus: 'completed',
      DialCallDuration: '20',
    });
    await sendOut(site);
    expect(receiver.attempts()).toMatchObject([
      { type: 'call.ended', data: { outcome: 'answered' } },
    ]);
  });

  it('unless nothing more is heard of it for minutes', async () => {
    const site = await makeSite({ flows: [flow] });
    await subscribe(site, receiver, { events: ['call.missed'] });
    const fields = { CallSid: newCallId(), From: CALLER, To: NUMBER };
    await postTwilio(site, undefined, { ...fields, CallStatus: 'ringing' });
    await postTwilio(site, 'dial-ring-0', { ...fields, DialCallStatus: 'no-answer' });
    await sendOut(site, 240);
    expect(typesOf(receiver.attempts())).toEqual(['call.missed']);
  });
});

it('a message is told with its recording, whose address is that of the API', async () => {
  const site = await makeSite();
  const { secret } = await subscribe(site, receiver, { events: ['call.voicemail'] });
  const fields = { CallSid: newCallId(), From: CALLER, To: NUMBER };
  await postTwilio(site, undefined, { ...fields, CallStatus: 'ringing' });
  const left = { RecordingUrl: 'https://api.twilio.com/RE1', RecordingSid: 'RE1' };
  await postTwilio(site, 'message', { ...fields, ...left, RecordingDuration: '9' });
  await sendOut(site);
  const { id, recordings } = await readOne(site, 'calls');
  expect(receiver.verified(secret)).toMatchObject([
    { type: 'call.voicemail', data: { id, outcome: 'voicemail', recordings } },
  ]);
  expect(recordings[0]?.path).toContain(`/api/v1/calls/${id}/recordings/`);
  expect(receiver.requests()[0]?.body).not.toContain('api.twilio.com');
});

it('late news that somebody picked up after all is an update', async () => {
  const site = await makeSite();
  await subscribe(site, receiver, { events: ['call.missed', 'call.updated'] });
  const fields = { CallSid: newCallId(), From: CALLER, To: NUMBER };
  await postTwilio(site, undefined, { ...fields, CallStatus: 'ringing' });
  await postTwilio(site, 'status', { ...fields, CallStatus: 'completed' });
  await sendOut(site);
  await postTwilio(site, 'dial-ring-0', {
    ...fields,
    DialCallStatus: 'completed',
    DialCallDuration: '20',
  });
  await sendOut(site);
  expect(receiver.attempts()).toMatchObject([
    { type: 'call.missed', data: { outcome: 'missed' } },
    { type: 'call.updated', data: { outcome: 'answered' } },
  ]);
});

it('the events of one site are not told to another', async () => {
  const [site, other] = [await makeSite(), await makeSite()];
  const theirs = internet.receiver('https://other.example.com/');
  await subscribe(site, receiver);
  await subscribe(other, theirs);
  await call(site, 'answered');
  await sendOut(site);
  await sendOut(other);
  expect(typesOf(receiver.attempts())).toEqual(['call.ended']);
  expect(theirs.requests()).toEqual([]);
});

it('a site that has no webhook makes note of nothing', async () => {
  const site = await makeSite();
  await call(site, 'missed');
  await subscribe(site, receiver);
  await sendOut(site, 600);
  expect(receiver.requests()).toEqual([]);
});

it('whoever puts the site’s definition anew keeps its webhooks and their secrets', async () => {
  const site = await makeSite();
  const { secret } = await subscribe(site, receiver, { events: ['call.ended'] });
  await putSite(site.key, site.definition);
  await call(site, 'answered');
  await sendOut(site);
  expect(receiver.verified(secret)).toHaveLength(1);
});

it('somebody who has been erased before an event went out is told to nobody', async () => {
  const site = await makeSite();
  await subscribe(site, receiver, { events: ['call.missed'], includeCaller: true });
  await call(site, 'missed');
  await askAsAdmin('DELETE', `/api/v1/sites/${site.key}/callers/${CALLER}`);
  await sendOut(site);
  expect(receiver.attempts()).toMatchObject([{ data: { caller: null } }]);
});
