import { describe, expect, it } from 'vitest';
import type { CallEvent, CallStep } from '../../../../worker/domain/calls/call-event.ts';
import { summarizeCall } from '../../../../worker/domain/calls/summarize-call.ts';
import { answeredCall, event, missedCall, parties, received } from './make-call.ts';

const at = (second: number, id: string, step: CallStep): CallEvent =>
  event(id, second, 'arrival', step);
const ended = at(30, 'ended', { type: 'ended', totalSeconds: 30 });
const asked = at(2, 'menu', { type: 'menu', choice: null });
const message = at(60, 'recording:1', {
  type: 'recording',
  of: 'voicemail',
  url: 'https://provider.example/recordings/1',
  seconds: 17,
});

describe('a message', () => {
  it('makes a call that nobody picked up a voicemail, however late it is told of', () => {
    expect(summarizeCall([...missedCall, ended, message])).toMatchObject({
      outcome: 'voicemail',
      talkSeconds: 0,
      recordings: [
        {
          id: 'recording:1',
          of: 'voicemail',
          url: 'https://provider.example/recordings/1',
          seconds: 17,
        },
      ],
    });
  });

  it('is all that may be heard of a call', () => {
    expect(summarizeCall([message])).toMatchObject({ outcome: 'voicemail' });
  });

  it('does not undo that somebody picked up', () => {
    expect(summarizeCall([...answeredCall, message]).outcome).toBe('answered');
  });
});

it('is no message where the conversation itself was recorded', () => {
  const recorded: CallEvent = { ...message, step: { ...message.step, of: 'call' } as CallStep };
  const call = summarizeCall([...missedCall, recorded]);
  expect(call.outcome).toBe('missed');
  expect(call.recordings).toHaveLength(1);
});

describe('a menu', () => {
  it('that the caller left without choosing is abandoned', () => {
    expect(summarizeCall([received, asked, ended])).toMatchObject({
      outcome: 'abandoned',
      talkSeconds: 0,
      ringSeconds: 0,
      waitSeconds: 30,
    });
  });

  it('is still open while the caller listens', () => {
    expect(summarizeCall([received, asked]).outcome).toBeNull();
  });

  it('that led to a phone ends as that phone does', () => {
    const chosen = at(5, 'menu:1', { type: 'menu', choice: '1' });
    expect(summarizeCall([asked, chosen, ...answeredCall]).outcome).toBe('answered');
    expect(summarizeCall([asked, chosen, ...missedCall, ended]).outcome).toBe('missed');
  });
});

it('is blocked where the caller was not wanted', () => {
  const blocked = at(0, 'blocked', { type: 'blocked' });
  expect(summarizeCall([received, blocked])).toMatchObject({ outcome: 'blocked' });
  expect(summarizeCall([received, blocked, ended])).toMatchObject({ outcome: 'blocked' });
});

it('keeps where the caller is from and who vouches for the number', () => {
  const told = {
    ...received,
    ...parties,
    callerPlace: { city: 'Lyon' },
    attestation: 'A',
  } as const;
  expect(summarizeCall([told, ...missedCall.slice(1)])).toMatchObject({
    callerPlace: { city: 'Lyon' },
    attestation: 'A',
  });
});
