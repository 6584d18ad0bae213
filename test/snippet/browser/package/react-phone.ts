import { createElement, type ReactNode } from 'react';
import { TrackingNumber, useTrackingNumber } from '../../../../snippet/package/react.ts';

const TARGET = '+33199001234';

export function ReactPhone(): ReactNode {
  const number = useTrackingNumber(TARGET);
  return createElement(
    'p',
    { className: 'react' },
    createElement(TrackingNumber, { target: TARGET, link: true }, '01 99 00 12 34'),
    ' ',
    createElement(TrackingNumber, { target: TARGET, format: 'e164' }),
    ` ${number?.international ?? 'unknown'}`,
  );
}
