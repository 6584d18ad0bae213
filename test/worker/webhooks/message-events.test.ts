import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askAsAdmin } from '../support/ask.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { CALLER, postText, ring } from '../support/phone.ts';
import { readOne } from '../support/read-reports.ts';
import { openInternet, type Receiver, sendOut, subscribe } from '../support/receiver.ts';
import { latestCall, say } from '../support/spam.ts';

const [NUMBER = ''] = numbers(1);
const EVENTS = { events: ['message.received'] };

let site: TestSite;
let receiver: Receiver;

beforeEach(async () => {
  site = await makeSite();
  receiver = openInternet().receiver('https://www.example.com/texts');
});
afterEach(() => void vi.unstubAllGlobals());

it('a text message is told once, signed, as the API shows it', async () => {
  const { secret } = await subscribe(site, receiver, EVENTS);
  const browser = openBrowser(site);
  const number = shownNumber(await browser.visit());
  await postText(site, { to: number, text: 'Are you open?' });
  await postText(site, { to: number, text: 'Are you open?' });
  await sendOut(site);
  const [event, ...others] = receiver.verified(secret);
  expect(others).toEqual([]);
  expect(event).toMatchObject({ type: 'message.received', site: site.key });
  const { sender, ...shown } = await readOne(site, 'messages');
  expect(event?.data).toEqual(shown);
  expect(shown).toMatchObject({ text: 'Are you open?', match: { session: browser.sessionId } });
});

it('its sender is told to those who asked for it', async () => {
  await subscribe(site, receiver, { ...EVENTS, includeCaller: true });
  await postText(site, { to: NUMBER });
  await sendOut(site);
  expect(receiver.attempts()).toMatchObject([{ data: { sender: CALLER } }]);
});

it('what somebody blocked writes is told to nobody', async () => {
  await subscribe(site, receiver, EVENTS);
  await ring(site, NUMBER);
  await say(site, (await latestCall(site)).id, { block: true });
  await postText(site, { to: NUMBER });
  await sendOut(site);
  expect(receiver.attempts()).toEqual([]);
  expect(await readOne(site, 'messages')).toMatchObject({ sender: CALLER });
});

it('nor is what somebody wrote who was erased before it was sent', async () => {
  await subscribe(site, receiver, EVENTS);
  await postText(site, { to: NUMBER });
  await askAsAdmin('DELETE', `/api/v1/sites/${site.key}/callers/${CALLER}`);
  await sendOut(site);
  expect(receiver.attempts()).toEqual([]);
});
