import type { Curve } from './curve.ts';
import type { Times } from './times.ts';

/** One curve of several, each counting for its share; shares add up to 1. */
export function mixCurves(curves: readonly Curve[], shares: readonly number[]): Curve {
  const mean = (of: (curve: Curve) => number | undefined) =>
    curves.reduce((sum, curve, which) => sum + (of(curve) ?? 1) * (shares[which] ?? 0), 0);
  const each = (part: 'age' | 'onSite' | 'away' | 'tap' | 'later' | Profile | 'redial') =>
    (curves[0]?.[part] ?? []).map((_, at) => mean((curve) => curve[part][at]));
  const named = (part: keyof Times) =>
    Object.fromEntries(
      Object.keys(curves[0]?.[part] ?? {}).map((name) => [
        name,
        mean((curve) => curve[part][name]),
      ]),
    );
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
    sources: named('sources'),
    devices: named('devices'),
    passedOn: mean(({ passedOn }) => passedOn),
    wrong: mean(({ wrong }) => wrong),
    redial: each('redial'),
  };
}

type Profile = 'hours' | 'days' | 'laterHours';
