import type { Curve } from './curve.ts';

/** One curve of several, each counting for its share; shares add up to 1. */
export function mixCurves(curves: readonly Curve[], shares: readonly number[]): Curve {
  const mean = (of: (curve: Curve) => number | undefined) =>
    curves.reduce((sum, curve, which) => sum + (of(curve) ?? 1) * (shares[which] ?? 0), 0);
  const each = (part: 'age' | 'onSite' | 'away' | 'tap' | 'later' | Profile | 'redial') =>
    (curves[0]?.[part] ?? []).map((_, at) => mean((curve) => curve[part][at]));
  return {
    calls: curves[0]?.calls ?? 0,
    age: each('age'),
    onSite: each('onSite'),
    away: each('away'),
    tap: each('tap'),
    later: each('later'),
    hours: each('hours'),
    days: each('days'),
    laterHours: each('laterHours'),
    sources: Object.fromEntries(
      Object.keys(curves[0]?.sources ?? {}).map((source) => [
        source,
        mean((curve) => curve.sources[source]),
      ]),
    ),
    passedOn: mean(({ passedOn }) => passedOn),
    wrong: mean(({ wrong }) => wrong),
    redial: each('redial'),
  };
}

type Profile = 'hours' | 'days' | 'laterHours';
