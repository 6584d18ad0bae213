import { describe, expect, it } from 'vitest';
import { plivo } from '../../worker/telephony/providers/plivo.ts';
import {
  CALL,
  eventsOf,
  INBOUND,
  LEG,
  NOW,
  type Params,
  read,
  request,
  sdkSigned,
  URL_DEMO,
  v3,
  verify,
} from './plivo-requests.ts';

describe('the dial result', () => {
  it.each([
    ['completed', 'answered'],
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['timeout', 'no-answer'],
    ['cancel', 'canceled'],
    ['failed', 'failed'],
  ])('%s is %s', (DialStatus, result) => {
    const params = { ...INBOUND, DialStatus, DialALegUUID: CALL, DialBLegUUID: LEG };
    expect(read(params, 'dial-ring-0')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        {
          id: 'dialled:ring-0',
          at: NOW,
          clock: 'arrival',
          number: '+33199002000',
          caller: '+33639980001',
          forwardedFrom: '+33199001234',
          step: { type: 'dialled', result },
        },
      ],
    });
  });

  it('is one for every attempt, of which only the answered one has a leg', () => {
    const params = { ...INBOUND, DialStatus: 'no-answer' };
    const ids = ['dial-ring-0', 'dial-ring-1', 'dial-3-0', 'dial'].map(
      (event) => eventsOf(params, event)[0]?.id,
    );
    expect(ids).toEqual(['dialled:ring-0', 'dialled:ring-1', 'dialled:3-0', 'dialled']);
  });
});

describe('the menu', () => {
  it.each(['0', '9', '*', '#'])('was answered with the key %s', (Digits) => {
    expect(read({ ...INBOUND, InputType: 'dtmf', Digits }, 'menu-1')).toMatchObject({
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        { id: `menu:${Digits}`, number: '+33199002000', step: { type: 'menu', choice: Digits } },
      ],
    });
  });

  it.each<Params>([{ Event: 'Redirect' }, { Digits: '' }, { Digits: '12' }, { Digits: 'x' }])(
    'was not answered with %j',
    (more) => {
      expect(read({ ...INBOUND, ...more }, 'menu-2')).toMatchObject({
        asksForFlow: true,
        events: [{ id: 'menu:null', step: { type: 'menu', choice: null } }],
      });
    },
  );
});

describe('what was recorded', () => {
  const recorded: Params = {
    ...INBOUND,
    RecordUrl: 'https://media.plivo.com/v1/Account/MA1/Recording/r1.mp3',
    RecordingDuration: '22',
    RecordingID: 'r1',
  };

  it.each([
    ['message', 'voicemail', true],
    ['recording', 'call', false],
  ])('is told to %s: a %s', (event, of, asksForFlow) => {
    expect(read(recorded, event)).toMatchObject({
      providerCallId: CALL,
      asksForFlow,
      events: [
        {
          id: 'recording:r1',
          at: NOW,
          clock: 'arrival',
          step: { type: 'recording', of, url: recorded.RecordUrl, seconds: 22 },
        },
      ],
    });
  });

  it.each<Params>([{ RecordingDuration: '0' }, { RecordUrl: '' }, { RecordUrl: 'file:///etc' }])(
    'is nothing with %j, and the call goes on',
    (more) => {
      expect(read({ ...recorded, ...more }, 'message')).toMatchObject({
        ok: true,
        asksForFlow: true,
        events: [],
      });
    },
  );

  it('has an unknown length where none is told', () => {
    const [event] = eventsOf({ ...recorded, RecordingDuration: '-1' }, 'recording');
    expect(event?.step).not.toHaveProperty('seconds');
  });
});

describe('the whisper', () => {
  const whisperAt = (query: string) =>
    plivo.parse({ ...request(INBOUND, 'whisper'), url: `${URL_DEMO}/whisper${query}` }, 'FR', NOW);

  it('is what the address says', () => {
    expect(whisperAt('?say=Call+from+google&language=en-US')).toEqual({
      ok: true,
      providerCallId: CALL,
      events: [],
      asksForFlow: false,
      whisper: { say: 'Call from google', language: 'en-US' },
    });
    expect(whisperAt('?play=https%3A%2F%2Fshop.example%2Fa.mp3')).toMatchObject({
      whisper: { play: 'https://shop.example/a.mp3' },
    });
  });

  it('comes from nowhere else', () => {
    expect(whisperAt('')).toMatchObject({ ok: false, detail: 'Nothing to say' });
    const inForm = request({ ...INBOUND, say: 'Anything' }, 'whisper');
    expect(plivo.parse(inForm, 'FR', NOW)).toMatchObject({ ok: false });
  });

  it("is signed with its address, as Plivo's SDK has it", async () => {
    const url = `${URL_DEMO}/whisper?say=Call+from+google&language=en-US`;
    const sent = { ...request(INBOUND, 'whisper', v3(sdkSigned('POST', url, INBOUND))), url };
    expect(await verify(sent)).toBe(true);
    expect(await verify({ ...sent, url: url.replace('google', 'nobody') })).toBe(false);
  });
});
