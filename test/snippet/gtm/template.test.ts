import { describe, expect, it } from 'vitest';
import { readTemplate } from './read-template.ts';
import { runTemplate } from './run-template.ts';

const sections = readTemplate();
const json = (section: string) => JSON.parse(sections.get(section) ?? '');

type Field = { name: string; valueValidators?: { type: string; args?: string[] }[] };
type Permission = { instance: { key: { publicId: string } } };

it('has the sections of a community template, in order', () => {
  expect([...sections.keys()]).toEqual([
    'TERMS_OF_SERVICE',
    'INFO',
    'TEMPLATE_PARAMETERS',
    'SANDBOXED_JS_FOR_WEB_TEMPLATE',
    'WEB_PERMISSIONS',
    'TESTS',
    'NOTES',
  ]);
  expect(json('INFO')).toMatchObject({ type: 'TAG', version: 1, containerContexts: ['WEB'] });
});

it('asks for every field that its code reads, and for no other', () => {
  const fields = (json('TEMPLATE_PARAMETERS') as Field[]).map(({ name }) => name);
  const code = sections.get('SANDBOXED_JS_FOR_WEB_TEMPLATE') ?? '';
  const read = new Set(Array.from(code.matchAll(/\bdata\.(\w+)/g), ([, name]) => name));
  expect([...read].filter((name) => !name?.startsWith('gtmOn')).sort()).toEqual(fields.sort());
});

it('has a permission for everything that its code does', () => {
  const permissions = (json('WEB_PERMISSIONS') as Permission[]).map(
    ({ instance }) => instance.key.publicId,
  );
  expect(permissions.sort()).toEqual(['access_consent', 'access_globals', 'inject_script']);
  const { apis } = runTemplate({ siteKey: 'a', workerOrigin: 'https://a', passConsent: true });
  expect([...apis].sort()).toEqual([
    'addConsentListener',
    'callInWindow',
    'createArgumentsQueue',
    'encodeUriComponent',
    'injectScript',
    'isConsentGranted',
  ]);
});

it.each([
  ['my-shop', 'https://calls.example.com', 'https://calls.example.com/s/my-shop.js'],
  ['my-shop', 'https://calls.example.com//', 'https://calls.example.com/s/my-shop.js'],
  ['a/b', 'https://calls.example.com', 'https://calls.example.com/s/a%2Fb.js'],
])('loads the tag of %s from %s', (siteKey, workerOrigin, url) => {
  expect(runTemplate({ siteKey, workerOrigin }).injected).toEqual([url]);
});

it('queues commands until the tag has loaded, as a page would', () => {
  const run = runTemplate({ siteKey: 'a', workerOrigin: 'https://a' });
  expect(run.queues).toEqual([['ringtrace', 'ringtrace.q']]);
  expect(run.calls).toEqual([]);
  expect(run.listened.size).toBe(0);
});

describe('with consent passed on', () => {
  const data = { siteKey: 'a', workerOrigin: 'https://a', passConsent: true };

  it.each([true, false])('tells what holds now: %s', (granted) => {
    expect(runTemplate(data, granted).calls).toEqual([['ringtrace', 'consent', granted]]);
  });

  it('tells every change', () => {
    const run = runTemplate({ ...data, consentType: 'ad_storage' });
    run.listened.get('ad_storage')?.('ad_storage', true);
    expect(run.calls.at(-1)).toEqual(['ringtrace', 'consent', true]);
  });
});

describe('takes as the address of a Worker', () => {
  const field = (json('TEMPLATE_PARAMETERS') as Field[]).find(
    ({ name }) => name === 'workerOrigin',
  );
  const pattern = field?.valueValidators?.find(({ type }) => type === 'REGEX')?.args?.[0] ?? '';

  it.each([
    ['https://calls.example.com', true],
    ['https://calls.example.com/', true],
    ['http://calls.example.com', false],
    ['https://calls.example.com/s/my-shop.js', false],
    ['calls.example.com', false],
  ])('%s: %s', (address, taken) => {
    expect(new RegExp(pattern).test(address)).toBe(taken);
  });
});
