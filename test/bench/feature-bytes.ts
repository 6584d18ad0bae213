import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'esbuild';
import { buildSnippet } from '../../worker/local/cli/build-snippet.ts';
import { type Row, row } from './row.ts';

/** Each feature's modules, and the least code that lets the rest go on without them. */
const FEATURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  hydration: { 'browser/hydration': 'export const awaitsHydration = () => false' },
  cookie: {
    'browser/cookie':
      'export const readCookie = () => undefined; export const writeCookie = () => {}',
  },
  locks: { 'browser/locks': 'export const runExclusive = (name, work) => work()' },
  prerendering: { 'browser/prerendering': 'export const isPrerendering = () => false' },
  'lease keeper': {
    'more/lease-keeper':
      'export const keepLease = () => ({ current() {}, restart() {}, release() {} })',
  },
  events: {
    'more/events':
      'export const createSendEvents = () => () => {}; export const createTell = () => ({ tell() {}, flush() {} })',
  },
  attributes: {
    'more/attributes':
      'export const ATTRIBUTES = []; export const refreshAttributes = () => {}; export const swapAttribute = undefined',
  },
  'text run': {
    'browser/text-run': 'export const textRun = (text) => [text]',
    'domain/joined': 'export const areJoined = undefined; export const isOpen = undefined',
  },
  'shadow roots and frames': {
    'browser/shadow-roots': 'export const onShadowRoot = () => {}',
    'browser/frames': 'export const onFrameLoad = () => {}',
  },
  'consent banner': {
    'browser/consent-banner':
      'export const onTcfConsent = () => {}; export const onGoogleConsent = () => {}',
  },
  forms: { 'more/forms': 'export const reportForms = () => () => {}' },
  taps: { 'more/taps': 'export const reportTaps = () => () => {}' },
  'page views': { 'more/page-views': 'export const reportPageViews = () => undefined' },
  leave: { 'more/leave': 'export const reportLeaving = () => {}' },
  health: { 'more/health': 'export const reportHealth = () => {}' },
  numbers: { 'more/numbers': 'export const createNumbers = () => ({ watch() {}, update() {} })' },
  'page calls': { 'more/page-api': 'export const answerPage = () => {}' },
};

/** By how many bytes the whole snippet shrinks, as it travels, without each of its features. */
export async function featureRows(whole: string): Promise<Row[]> {
  const all = bytes(whole);
  return Promise.all(
    Object.entries(FEATURES).map(async ([name, stubs]) => {
      const unused = new Set(Object.keys(stubs));
      const without = await buildSnippet([stubbed(stubs, unused)]);
      if (unused.size) throw new Error(`no module of the snippet is ${[...unused].join(' or ')}`);
      return row('snippet', `feature ${name}`, all - bytes(without.whole), 'bytes', all);
    }),
  );
}

function stubbed(stubs: Readonly<Record<string, string>>, unused: Set<string>): Plugin {
  return {
    name: 'stubs',
    setup: (build) =>
      build.onLoad({ filter: /\/snippet\/.*\.ts$/ }, ({ path }) => {
        const module = path.replace(/^.*\/snippet\/|\.ts$/g, '');
        unused.delete(module);
        return Object.hasOwn(stubs, module) ? { contents: stubs[module] as string } : undefined;
      }),
  };
}

function bytes(code: string): number {
  return brotliCompressSync(code).byteLength;
}
