import type { Curve } from '../domain/matching/curve.ts';
import { PRIOR_CURVE } from '../domain/matching/prior-curve.ts';
import type { EpochMs } from '../domain/time.ts';

/** A curve that was learned, and when. */
export type LearnedCurve = {
  readonly version: number;
  readonly learnedAt: EpochMs;
  /** How many calls there were to learn from. */
  readonly calls: number;
  readonly curve: Curve;
};

type CurveRow = { version: number; learned_at: number; calls: number; curve: string };

/** What is believed before any call: version 0. */
const PRIOR: LearnedCurve = { version: 0, learnedAt: 0, calls: 0, curve: PRIOR_CURVE };

/** Versions kept, so that it can be told how the curve has changed. */
const KEPT = 10;

/** When people who visited the site ring, as learned again and again from its calls. */
export class Curves {
  readonly #sql: SqlStorage;
  #latest: LearnedCurve | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  latest(): LearnedCurve {
    this.#latest ??= this.#stored() ?? PRIOR;
    return this.#latest;
  }

  save(curve: Curve, calls: number, now: EpochMs): void {
    const version = this.latest().version + 1;
    this.#sql.exec(
      'INSERT INTO curves (version, learned_at, calls, curve) VALUES (?, ?, ?, ?)',
      version,
      now,
      calls,
      JSON.stringify(curve),
    );
    this.#sql.exec('DELETE FROM curves WHERE version <= ?', version - KEPT);
    this.#latest = undefined;
  }

  /** Something was undone: what is remembered may be wrong. */
  reread(): void {
    this.#latest = undefined;
  }

  #stored(): LearnedCurve | undefined {
    return this.#sql
      .exec<CurveRow>('SELECT * FROM curves ORDER BY version DESC LIMIT 1')
      .toArray()
      .map((row) => ({
        version: row.version,
        learnedAt: row.learned_at,
        calls: row.calls,
        // What earlier versions learned says nothing of devices: of them is believed what is of any site.
        curve: { devices: PRIOR_CURVE.devices, ...JSON.parse(row.curve) },
      }))[0];
  }
}
