import {
  type ComponentType,
  createElement as h,
  type ReactNode,
  Suspense,
  useEffect,
  useState,
} from 'react';
import { INTERNATIONAL, LINK, NATIONAL } from '../numbers.ts';

type Part = 'shell' | 'boundary';

export type ShopProps = {
  /** Called by each part that hydrates on its own, once it has. */
  readonly onHydrated?: (part: Part) => void;
  /** What is inside the boundary: the page may load its code later than the rest. */
  readonly boundary?: ComponentType<Pick<ShopProps, 'onHydrated'>>;
};

/** A shop's page: the number in one text, among several text nodes, in a link, in a state, in a boundary. */
export function Shop({ onHydrated, boundary = Boundary }: ShopProps): ReactNode {
  const [clicks, setClicks] = useState(0);
  useEffect(() => onHydrated?.('shell'), [onHydrated]);
  return h(
    'section',
    null,
    h('p', { id: 'plain' }, `Call ${NATIONAL} now`),
    h('p', { id: 'split' }, 'Call', ' ', NATIONAL, ' ', 'today, ', clicks, ' did'),
    h('a', { id: 'link', href: LINK }, NATIONAL),
    h('p', { id: 'state' }, clicks % 2 ? `Abroad: ${INTERNATIONAL}` : `At home: ${NATIONAL}`),
    h(
      'button',
      { id: 'change', type: 'button', onClick: () => setClicks(clicks + 1) },
      `Clicked ${clicks} times`,
    ),
    h('ul', { id: 'list' }, ...branches(clicks)),
    h(Suspense, { fallback: 'one moment' }, h(boundary, { ...(onHydrated && { onHydrated }) })),
  );
}

function branches(count: number): ReactNode[] {
  return Array.from({ length: count }, (_, index) => h('li', { key: index }, NATIONAL));
}

export function Boundary({ onHydrated }: Pick<ShopProps, 'onHydrated'>): ReactNode {
  useEffect(() => onHydrated?.('boundary'), [onHydrated]);
  return h('p', { id: 'boundary' }, 'Or on ', NATIONAL, '.');
}
