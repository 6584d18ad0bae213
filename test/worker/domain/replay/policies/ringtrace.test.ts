import { describe, expect, it } from 'vitest';
import { exponential, seededRandom } from '../../../../../worker/domain/replay/random.ts';
import { start } from './credit-of.ts';

describe('numbers, by the rules of the pool itself', () => {
  it('a number of one’s own while there is one, then one that is shared', () => {
    const { view } = start('ringtrace', 2);
    expect(view(0, 'a')).toEqual({ number: 'n0', own: true });
    expect(view(0, 'b')).toEqual({ number: 'n1', own: true });
    expect(view(1, 'c')).toEqual({ number: 'n0', own: false });
  });

  it('held after the last sign of life for as long as is asked, here five minutes', () => {
    const { view, renew } = start('ringtrace', 1);
    view(0, 'a');
    renew(2, 'a');
    expect(view(6.9, 'b').own).toBe(false);
    expect(view(12, 'c').own).toBe(true);
  });

  it('a returning visitor gets the same number while nobody else has held it', () => {
    const { view } = start('ringtrace', 3);
    expect(view(0, 'a').number).toBe('n0');
    expect(view(500, 'b').number).toBe('n1');
    expect(view(1_000, 'a').number).toBe('n0');
  });
});

describe('calls', () => {
  it('probabilities of candidates, of those who are not told apart and of nobody add up to one', () => {
    const { view, call } = start('ringtrace', 1);
    // More visitors than are looked at one by one.
    for (let minute = 0; minute < 300; minute++) view(minute, `v${minute}`);
    const { candidates, unseen, stranger } = call(300, 'n0');
    const told = candidates.reduce((sum, { probability }) => sum + probability, 0);
    expect(candidates.length).toBe(100);
    expect(unseen).toBeGreaterThan(0);
    expect(told + unseen + stranger).toBeCloseTo(1, 10);
  });

  it('a tap moments before is the caller’s', () => {
    const { view, tap, call } = start('ringtrace', 1);
    for (const visitor of ['a', 'b', 'c']) view(0, visitor);
    tap(1, 'b');
    const [best] = call(1.1, 'n0').candidates;
    expect(best?.visitorId).toBe('b');
    expect(best?.probability).toBeGreaterThan(0.9);
  });

  it('a caller known from another number, and whoever had both, belong together', () => {
    const { view, call } = start('ringtrace', 2);
    view(0, 'a');
    view(0.1, 'other');
    expect(call(1, 'n0', 'phone').candidates[0]?.visitorId).toBe('a');
    // Days later both come back at once, to one number.
    for (let minute = 2_000; minute < 2_010; minute++) view(minute, `between ${minute}`);
    const second = view(3_000, 'a').number ?? '';
    view(3_001, 'other');
    expect(call(3_002, second, 'phone').candidates[0]?.visitorId).toBe('a');
  });

  it('a number that nobody was shown is rung by nobody who visited', () => {
    const { call } = start('ringtrace', 1);
    expect(call(0, 'n0')).toMatchObject({ band: 'unattributed', candidates: [], stranger: 1 });
  });

  // The curve is learned a dozen times.
  it('from calls it learns when people call: here 24 minutes after their visit', {
    timeout: 30_000,
  }, () => {
    const { view, leave, call } = start('ringtrace', 1);
    const random = seededRandom(1);
    const rightly: boolean[] = [];
    let due: { at: number; visitor: string }[] = [];
    let now = 0;
    for (let count = 0; count < 160; count++) {
      now += exponential(random, 20);
      for (const { at, visitor } of due.filter((each) => each.at <= now)) {
        rightly.push(call(at, 'n0').candidates[0]?.visitorId === visitor);
      }
      due = due.filter(({ at }) => at > now);
      const visitor = `v${count}`;
      view(now, visitor);
      leave(now + 0.1, visitor);
      if (count % 2 === 0) due.push({ at: now + 24, visitor });
    }
    const right = (calls: readonly boolean[]) => calls.filter(Boolean).length / calls.length;
    expect(right(rightly.slice(0, 20))).toBeLessThan(0.3);
    expect(right(rightly.slice(-30))).toBeGreaterThan(0.5);
  });
});
