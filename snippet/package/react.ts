'use client';

import {
  type AnchorHTMLAttributes,
  createElement,
  type ReactElement,
  type ReactNode,
  useCallback,
  useSyncExternalStore,
} from 'react';
import type { NumberForms } from '../contract/wire.ts';
import { formatNumber, type NumberFormat } from './number-format.ts';
import { currentNumber, watchNumber } from './number-store.ts';

/**
 * The number to show for a target. Undefined until it is known: on the server, while React hydrates
 * (so that both render the same), and until the tag has its answer.
 */
export function useTrackingNumber(target: string): NumberForms | undefined {
  return useSyncExternalStore(
    useCallback((listener: () => void) => watchNumber(target, listener), [target]),
    () => currentNumber(target),
    unknownOnServer,
  );
}

function unknownOnServer(): undefined {
  return undefined;
}

export type TrackingNumberProps = Omit<AnchorHTMLAttributes<HTMLElement>, 'target' | 'href'> & {
  /** The business's own number in E.164. */
  readonly target: string;
  /** National, unless you say otherwise. */
  readonly format?: NumberFormat;
  /** Renders a `tel:` link, not a plain text. */
  readonly link?: boolean;
  /** What to show until the number is known; the target itself where there is nothing. */
  readonly children?: ReactNode;
};

/** The visitor's number. The tag leaves it alone: React is the only one who writes here. */
export function TrackingNumber({
  target,
  format,
  link,
  children = target,
  ...attributes
}: TrackingNumberProps): ReactElement {
  const number = useTrackingNumber(target);
  const href = link ? `tel:${number?.e164 ?? target}` : undefined;
  return createElement(
    link ? 'a' : 'span',
    { 'data-ringtrace-ignore': '', ...attributes, href },
    number ? formatNumber(number, format) : children,
  );
}
