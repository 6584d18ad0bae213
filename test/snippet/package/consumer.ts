/** A page's code that uses everything right, and says where the compiler has to object. */
export const CONSUMER = `
import { loadRingtrace, ringtrace, type NumberForms } from '@ringtrace/snippet';
import { RingtraceNumber } from '@ringtrace/snippet/element';
import * as react from '@ringtrace/snippet/react';
import * as vue from '@ringtrace/snippet/vue';

loadRingtrace({ site: 'demo', api: 'https://calls.example.com', nonce: 'abc' });
ringtrace('consent', true);
ringtrace('number', '+33199001234', (number) => { const national: string = number.national; return national; });
ringtrace('event', 'quote', { product: 'roof', count: 2, urgent: true });
ringtrace('identify', { customer: '1234' });
ringtrace('swap', document.body);
ringtrace('release');
window.ringtrace?.('consent', false);
document.addEventListener('ringtrace:swap', ({ detail }) => detail.map(({ target, number }) => [target, number.e164]));

// @ts-expect-error consent is a yes or a no
ringtrace('consent', 'yes');
// @ts-expect-error no such command
ringtrace('swop', document.body);
// @ts-expect-error a callback is needed
ringtrace('number', '+33199001234');
// @ts-expect-error nothing is loaded without the Worker's origin
loadRingtrace({ site: 'demo' });

const element: RingtraceNumber = document.createElement('ringtrace-number');
const known: NumberForms | undefined = react.useTrackingNumber('+33199001234');
const inVue: NumberForms | undefined = vue.useTrackingNumber(() => '+33199001234').value;
react.TrackingNumber({ target: '+33199001234', format: 'e164', link: true, className: 'phone' });
// @ts-expect-error no such format
react.TrackingNumber({ target: '+33199001234', format: 'local' });
export { element, inVue, known };
`;

/** Renders both components where there is no page, and gives commands that nobody can carry out. */
export const SERVER = `
import { loadRingtrace, ringtrace } from '@ringtrace/snippet';
import '@ringtrace/snippet/element';
import { TrackingNumber as InReact } from '@ringtrace/snippet/react';
import { TrackingNumber as InVue } from '@ringtrace/snippet/vue';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createSSRApp, h } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';

loadRingtrace({ site: 'demo', api: 'https://calls.example.com' });
ringtrace('consent', true);
ringtrace('number', '+33199001234', () => { throw new Error('there is no number on a server'); });
console.log(renderToString(createElement(InReact, { target: '+33199001234', link: true }, '01 99 00 12 34')));
console.log(await renderVue(createSSRApp({ render: () => h(InVue, { target: '+33199001234' }) })));
`;
