import { describe, expect, it } from 'vitest';
import type { NamedFlow } from '../../../worker/domain/flows/flow.ts';
import { askAsAdmin, refusalOf } from '../support/ask.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { defineSite, makeSite, numbers, putSecrets, TARGET } from '../support/make-site.ts';
import { CALLER, newCallId, postGeneric, postTwilio } from '../support/phone.ts';
import { readOne } from '../support/read-reports.ts';

const [NUMBER = ''] = numbers(1);
const DESK = '+33199007001';
const say = (text: string) => ({ say: text, language: 'en-US' });

/** A site with one flow for its target; what is not named is as usual. */
function siteWith(flow: Record<string, unknown>) {
  const named = { name: 'shop', numbers: [TARGET], ...flow } as unknown as NamedFlow;
  return makeSite({ flows: [named] });
}

function inbound(change: Record<string, string> = {}) {
  return { CallSid: newCallId(), From: CALLER, To: NUMBER, CallStatus: 'ringing', ...change };
}

describe('a call that goes through a flow', () => {
  const menu = {
    prompt: say('Press 1 for the workshop.'),
    choices: { '1': { phones: [{ to: DESK }] } },
  };
  const voicemail = { prompt: say('After the tone.') };

  it('is asked, put through, and leaves a message when nobody picks up', async () => {
    const site = await siteWith({ greeting: say('Welcome.'), menu, voicemail });
    const fields = inbound();
    const asked = await (await postTwilio(site, undefined, fields)).text();
    expect(asked).toMatch(/<Say language="en-US">Welcome\.<\/Say><Gather .*menu-1".*Press 1/);

    const chosen = await (await postTwilio(site, 'menu-1', { ...fields, Digits: '1' })).text();
    expect(chosen).toContain(`>${DESK}</Number></Dial>`);
    expect(chosen).toContain('/dial-1-0"');

    const missed = { ...fields, DialCallStatus: 'no-answer', DialCallSid: newCallId() };
    const recorded = await (await postTwilio(site, 'dial-1-0', missed)).text();
    expect(recorded).toMatch(/After the tone\.<\/Say><Record .*message"/);

    const left = {
      ...fields,
      RecordingUrl: 'https://api.twilio.example/recordings/RE1',
      RecordingSid: 'RE1',
      RecordingDuration: '12',
    };
    expect(await (await postTwilio(site, 'message', left)).text()).toContain('<Response/>');
    const call = await readOne(site, 'calls');
    expect(call).toMatchObject({
      outcome: 'voicemail',
      recordings: [{ of: 'voicemail', seconds: 12, path: expect.stringContaining(site.key) }],
    });
    // The provider's own link goes to nobody.
    expect(JSON.stringify(call)).not.toContain('twilio.example');
  });

  it('is abandoned where the caller hangs up in the menu', async () => {
    const site = await siteWith({ menu });
    const fields = inbound();
    await postTwilio(site, undefined, fields);
    await postTwilio(site, 'status', { ...fields, CallStatus: 'completed', CallDuration: '7' });
    expect(await readOne(site, 'calls')).toMatchObject({ outcome: 'abandoned', ringSeconds: 0 });
  });

  it('is turned away where the caller is blocked, and is in the list', async () => {
    const site = await siteWith({ blocked: [`${CALLER.slice(0, 6)}*`] });
    expect(await (await postTwilio(site, undefined, inbound())).text()).toContain('<Reject');
    expect(await readOne(site, 'calls')).toMatchObject({ outcome: 'blocked' });
  });

  it('tells whoever picks up where it comes from', async () => {
    const site = await siteWith({ ring: { whisper: say('Call from {source}.') } });
    const browser = openBrowser(site);
    const shown = shownNumber(await browser.visit({ touch: { utm_source: 'radio' } }));
    const answer = await (await postTwilio(site, undefined, inbound({ To: shown }))).text();
    const url = /url="([^"]*)"/.exec(answer)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(new URL(url).searchParams.get('say')).toBe('Call from radio.');
    const event = url.slice(url.indexOf('whisper'));
    const leg = { CallSid: 'CAleg', ParentCallSid: 'CAcall', From: CALLER, To: TARGET };
    const whispered = await (await postTwilio(site, event, leg)).text();
    expect(whispered).toContain(
      '<Response><Say language="en-US">Call from radio.</Say></Response>',
    );
  });

  it('is told step by step to any PBX', async () => {
    const site = await siteWith({ menu, fallback: '+33199007002' });
    const call = newCallId();
    const body = { v: 1, call, to: NUMBER, from: CALLER };
    const asked = await (await postGeneric(site, { ...body, event: 'incoming' })).json();
    expect(asked).toMatchObject({ forwardTo: null, instructions: [{ do: 'ask', next: 'menu-1' }] });
    const next = { ...body, event: 'next' };
    const chosen = await postGeneric(site, { ...next, next: 'menu-1', pressed: '1' });
    expect(await chosen.json()).toMatchObject({ forwardTo: DESK });
    const missed = await postGeneric(site, { ...next, next: 'dial-1-0', outcome: 'missed' });
    expect(await missed.json()).toMatchObject({ forwardTo: '+33199007002' });
    const over = await postGeneric(site, { ...next, next: 'dial-1-1', outcome: 'answered' });
    expect(await over.json()).toMatchObject({ instructions: [] });
    expect(await readOne(site, 'calls')).toMatchObject({ outcome: 'answered' });
  });
});

describe('a flow is refused when it is saved', () => {
  const put = async (flow: Record<string, unknown>, provider?: string) => {
    const site = await makeSite();
    if (provider !== undefined) await putSecrets(site.key, provider, ['a-secret']);
    const named = { name: 'shop', numbers: [TARGET], ...flow } as unknown as NamedFlow;
    const definition = defineSite({ flows: [named] });
    return refusalOf(await askAsAdmin('PUT', `/api/v1/sites/${site.key}`, definition));
  };

  it('where it would ring a tracking number again', async () => {
    expect(await put({ ring: { phones: [{ to: NUMBER }] } })).toMatchObject({
      status: 400,
      code: 'site_invalid',
      detail: `Flow "shop", ring.phones: ${NUMBER} is a tracking number, so calls would go round in circles.`,
    });
  });

  it('where a provider of the site cannot follow it', async () => {
    const whispering = { ring: { whisper: say('Call from {source}.') } };
    expect(await put(whispering, 'vonage')).toMatchObject({
      status: 400,
      code: 'site_invalid',
      detail: 'Flow "shop", ring.whisper: calls that come by vonage cannot have this (whisper).',
    });
    const site = await siteWith(whispering);
    const path = `/api/v1/sites/${site.key}/credentials/vonage`;
    expect(await refusalOf(await askAsAdmin('PUT', path, { secrets: ['a-secret'] }))).toMatchObject(
      {
        code: 'site_invalid',
      },
    );
    expect((await askAsAdmin('PUT', path, { secrets: [] })).status).toBe(200);
  });

  it.each([
    { ring: { phones: [{ to: '01 99 00 70 01' }] } },
    { menu: { prompt: say('?'), choices: { '12': {} } } },
    { greeting: { play: 'http://shop.example/a.mp3' } },
    { hours: { timeZone: 'Europe/Paris', open: [{ days: ['wed'], from: '9', to: '18:00' }] } },
    { voicemale: null },
  ])('where it has not the documented shape: %j', async (flow) => {
    expect(await put(flow)).toMatchObject({ status: 400, code: 'body_invalid' });
  });
});

it('is given back as it was put', async () => {
  const site = await siteWith({ greeting: say('Welcome.') });
  const response = await askAsAdmin('GET', `/api/v1/sites/${site.key}`);
  const definition = await response.json<{ flows: readonly NamedFlow[] }>();
  expect(definition.flows).toMatchObject([
    { name: 'shop', greeting: say('Welcome.'), ring: { how: 'in order', ringSeconds: 30 } },
  ]);
  expect((await askAsAdmin('PUT', `/api/v1/sites/${site.key}`, definition)).status).toBe(200);
});
