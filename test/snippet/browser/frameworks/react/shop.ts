import { createElement as h, type ReactNode, Suspense, useEffect, useState } from 'react';
import { INTERNATIONAL, LINK, NATIONAL } from '../numbers.ts';

/** Called by each part that hydrates on its own, once it has: the shell, and the boundary inside. */
type Props = { readonly onHydrated?: (part: 'shell' | 'boundary') => void };

/** A shop's page: the number in one text, among several text nodes, in a link, in a state, in a boundary. */
export function Shop({ onHydrated }: Props): ReactNode {
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
    h(Suspense, { fallback: 'one moment' }, h(Boundary, { ...(onHydrated && { onHydrated }) })),
  );
}

function branches(count: number): ReactNode[] {
  return Array.from({ length: count }, (_, index) => h('li', { key: index }, NATIONAL));
}

function Boundary({ onHydrated }: Props): ReactNode {
  useEffect(() => onHydrated?.('boundary'), [onHydrated]);
  return h('p', { id: 'boundary' }, 'Or on ', NATIONAL, '.');
}
