import { describe, expect, it } from 'vitest';
import { judgeSpam } from '../../../../worker/domain/spam/judge-spam.ts';

const ASSESSED = { score: 0.8, reasons: ['9 calls in the last hour.'] };

describe('a call is suspected', () => {
  it('from the threshold of the site on', () => {
    expect(judgeSpam(ASSESSED, null, 0.8)).toEqual({ ...ASSESSED, suspected: true });
    expect(judgeSpam(ASSESSED, null, 0.81)).toEqual({ ...ASSESSED, suspected: false });
  });

  it('never by its score where the site wants none of it', () => {
    expect(judgeSpam({ score: 1, reasons: [] }, null, null).suspected).toBe(false);
  });

  it.each([0.1, 0.7, null])('as the owner says, whatever the score (threshold %s)', (threshold) => {
    expect(judgeSpam(ASSESSED, { spam: false, of: 'call' }, threshold)).toEqual({
      score: 0,
      suspected: false,
      reasons: ['Marked as no spam.', '9 calls in the last hour.'],
    });
    expect(judgeSpam({ score: 0, reasons: [] }, { spam: true, of: 'caller' }, threshold)).toEqual({
      score: 1,
      suspected: true,
      reasons: ['An earlier call of this caller was marked as spam.'],
    });
  });
});
