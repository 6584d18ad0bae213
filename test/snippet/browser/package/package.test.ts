import type { Page } from 'playwright-core';
import { createElement } from 'react';
import { renderToString as renderReact } from 'react-dom/server';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createSSRApp } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';
import { bundlePage } from '../../../support/frameworks/bundle.ts';
import { snippetWorld } from '../../../support/snippet-world.ts';
import type { Asked, PageUnderTest } from './page-under-test.ts';
import { ReactPhone } from './react-phone.ts';
import { VuePhone } from './vue-phone.ts';

const world = snippetWorld();
const TARGET = '+33199001234';
const LEASED = {
  e164: '+33199002003',
  national: '01 99 00 20 03',
  international: '+33 1 99 00 20 03',
};
const OWN = {
  e164: TARGET,
  national: '01 99 00 12 34',
  international: '+33 1 99 00 12 34',
};

type InPage = Window & { page: PageUnderTest; asked: Asked[] };
declare const window: InPage;

let script: string;
let body: string;
beforeAll(async () => {
  script = await bundlePage('package/page.ts', 'development');
  const react = renderReact(createElement(ReactPhone));
  const vue = await renderVue(createSSRApp(VuePhone));
  body = `<div id="react">${react}</div><div id="vue">${vue}</div><div id="more"></div>
    <ringtrace-number id="plain" target="${TARGET}">01 99 00 12 34</ringtrace-number>
    <script src="/page.js"></script>`;
});

let page: Page;
beforeEach(async () => {
  world.server.assets['/page.js'] = script;
  page = await world.open(body, { tag: '' });
});

const takeOver = () =>
  page.evaluate(() => {
    window.asked = window.page.takeOver();
    return window.asked.map(([command, target]) => [command, target]);
  });
const answer = (number: typeof OWN) =>
  page.evaluate((forms) => {
    for (const [, , callback] of window.asked) callback(forms);
  }, number);
const shown = async () => ({
  react: await page.innerText('.react'),
  vue: await page.innerText('.vue'),
  element: await page.innerText('#plain'),
});
const problems = async () => [...world.errors, ...(await page.evaluate(() => window.page.errors))];

it('shows what the page wrote until the number is known, then the number wherever it changes to', async () => {
  await page.evaluate(() => window.page.hydrate());
  expect(await takeOver()).toEqual([['number', TARGET]]);
  const unknown = '01 99 00 12 34 +33199001234 unknown';
  expect(await shown()).toEqual({ react: unknown, vue: unknown, element: '01 99 00 12 34' });

  for (const number of [LEASED, OWN, LEASED]) {
    await answer(number);
    const text = `${number.national} ${number.e164} ${number.international}`;
    await expect.poll(shown).toEqual({ react: text, vue: text, element: number.national });
    expect(await page.getAttribute('.react a', 'href')).toBe(`tel:${number.e164}`);
    expect(await page.getAttribute('.vue a', 'href')).toBe(`tel:${number.e164}`);
  }
  expect(await problems()).toEqual([]);
});

it('hydrates what the server wrote though the number is known already', async () => {
  await takeOver();
  await answer(LEASED);
  await expect.poll(async () => (await shown()).element).toBe('01 99 00 20 03');
  await page.evaluate(() => window.page.hydrate());
  const text = '01 99 00 20 03 +33199002003 +33 1 99 00 20 03';
  await expect.poll(async () => (await shown()).react).toBe(text);
  await expect.poll(async () => (await shown()).vue).toBe(text);
  expect(await problems()).toEqual([]);
});

it('asks for a number once, however many components come and go', async () => {
  await takeOver();
  await page.evaluate(() => window.page.comeAndGo(5));
  for (let clicks = 0; clicks < 5; clicks++) await page.click('#more p');
  await expect.poll(() => page.innerText('#more')).toBe('');
  expect(await page.evaluate(() => window.asked.length)).toBe(1);
  await answer(LEASED);
  expect(await problems()).toEqual([]);
});

it('the element follows its attributes, and is left alone once it is taken out', async () => {
  await takeOver();
  await answer(LEASED);
  expect(await page.innerText('#plain')).toBe('01 99 00 20 03');
  const element = await page.evaluateHandle(() => document.getElementById('plain') as HTMLElement);
  await element.evaluate((it) => it.setAttribute('format', 'international'));
  expect(await page.innerText('#plain')).toBe('+33 1 99 00 20 03');
  await element.evaluate((it) => it.setAttribute('target', '+442079460123'));
  expect(await page.evaluate(() => window.asked.map(([, target]) => target))).toEqual([
    TARGET,
    '+442079460123',
  ]);
  await element.evaluate((it) => it.setAttribute('target', '+33199001234'));
  await element.evaluate((it) => it.remove());
  await answer(OWN);
  expect(await element.evaluate((it) => it.textContent)).toBe('+33 1 99 00 20 03');
  await element.evaluate((it) => document.body.append(it));
  expect(await page.innerText('#plain')).toBe('+33 1 99 00 12 34');
});

it('adds the tag once for a site', async () => {
  const tags = await page.evaluate(() => {
    const api = 'https://calls.example.com/';
    window.page.loadRingtrace({ site: 'demo', api, nonce: 'abc' });
    window.page.loadRingtrace({ site: 'demo', api });
    window.page.loadRingtrace({ site: 'other', api, integrity: 'sha384-x', consent: 'required' });
    return Array.from(document.head.querySelectorAll('script'), (tag) => ({
      file: tag.src.replace(/\d+\.\d+\.\d+/, 'VERSION'),
      nonce: tag.nonce,
      async: tag.async,
      integrity: tag.integrity,
      crossOrigin: tag.crossOrigin,
      site: tag.dataset.site,
      consent: tag.dataset.consent,
    }));
  });
  const [first, second, ...more] = tags;
  expect(first).toMatchObject({
    ...{ file: 'https://calls.example.com/s/demo.js', nonce: 'abc', async: true, integrity: '' },
  });
  expect(second).toMatchObject({
    ...{ file: 'https://calls.example.com/s/vVERSION.js', integrity: 'sha384-x' },
    ...{ crossOrigin: 'anonymous', site: 'other', consent: 'required' },
  });
  expect(more).toEqual([]);
});
