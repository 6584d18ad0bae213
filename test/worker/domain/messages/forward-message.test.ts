import fc from 'fast-check';
import { expect, it } from 'vitest';
import { forwardMessage } from '../../../../worker/domain/messages/forward-message.ts';
import type { TextMessage } from '../../../../worker/domain/messages/text-message.ts';

const OWNER = '+33639980009';
const message = (change: Partial<TextMessage> = {}): TextMessage => ({
  id: 'SM1',
  at: 1_764_079_200_000,
  clock: 'provider',
  number: '+33199002000',
  sender: '+33639980001',
  text: 'Are you open?',
  media: 0,
  ...change,
});

it.each([
  [{}, '+33639980001: Are you open?'],
  [{ sender: null }, 'Unknown: Are you open?'],
  [{ media: 1 }, '+33639980001: Are you open? [1 file]'],
  [{ media: 3, text: '' }, '+33639980001: [3 files]'],
])('sends on who wrote, and what: %j', (change, text) => {
  expect(forwardMessage(message(change), OWNER)).toEqual({
    from: '+33199002000',
    to: OWNER,
    text,
  });
});

it('sends nothing on where the owner does not want it', () => {
  expect(forwardMessage(message(), null)).toBeUndefined();
});

it('does not send back to the owner what the owner has sent', () => {
  expect(forwardMessage(message({ sender: OWNER }), OWNER)).toBeUndefined();
});

it('leaves out what no XML may have in it', () => {
  const text = 'a\u0000b\u000bc\uffff\nd';
  expect(forwardMessage(message({ text }), OWNER)?.text).toBe('+33639980001: abc\nd');
});

it('is never longer than providers take, and tears no character apart', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-composite', minLength: 0, maxLength: 2_000 }),
      (text) => {
        const sent = forwardMessage(message({ text }), OWNER)?.text ?? '';
        expect(sent.length).toBeLessThanOrEqual(1_600);
        expect(sent.isWellFormed()).toBe(true);
        if (text.length < 1_500) expect(sent).toContain(text);
      },
    ),
  );
});
