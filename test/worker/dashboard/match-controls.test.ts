import { describe, expect, it } from 'vitest';
import { refusalOf } from '../support/ask.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { pressButton, readPage } from '../support/dashboard.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite, TARGET, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { latestCall } from '../support/spam.ts';

const page = (site: TestSite) => readPage(site, '/app/calls');

const press = (
  site: TestSite,
  id: string,
  word: Record<string, string>,
  from?: Record<string, string>,
) => pressButton(site, `/app/calls/${id}/match?limit=5`, word, from);

/** Two visitors who were shown one number, and a call to it. */
async function rungSite() {
  const site = await makeSite(definePool(1, 300, { share: true }));
  const [first, second] = [openBrowser(site), openBrowser(site)];
  const number = shownNumber(await first.visit({ touch: { utm_source: 'poster' } }));
  await second.visit({ touch: { utm_source: 'radio' } });
  await advance(20);
  await ring(site, number);
  return { site, first, second, call: await latestCall(site) };
}

const words = (html: string) =>
  [...html.matchAll(/<button[^>]*name="session" value="([^"]*)"/g)].map(([, value]) => value);

describe('the calls page', () => {
  it('says who may have called, how likely each, and how likely nobody', async () => {
    const { site, call } = await rungSite();
    const html = await page(site);
    expect(html).toContain('>who else?</summary>');
    for (const { source, probability } of call.match.candidates) {
      expect(html).toContain(`>${Math.round(100 * probability)} %</span> ${source}`);
    }
    expect(html.match(/>visit of [\d-]+ [\d:]+ on a computer</g)).toHaveLength(2);
    expect(words(html)).toEqual([...call.match.candidates.map(({ session }) => session), 'none']);
  });

  it('takes the owner’s word, keeps what was told before, and takes the word back', async () => {
    const { site, second, call } = await rungSite();
    const pressed = await press(site, call.id, { session: second.sessionId });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([
      303,
      `/app/calls?limit=5#${call.id}`,
    ]);
    const corrected = await page(site);
    expect(corrected).toContain('>corrected</summary>');
    expect(corrected).toContain('Corrected by the owner.');
    expect(corrected).toContain(call.match.reasons[0]);
    expect(words(corrected)).not.toContain(second.sessionId);
    await press(site, call.id, { session: 'none' });
    expect((await latestCall(site)).match.correction).toMatchObject({ session: null });
    await press(site, call.id, { session: '' });
    await latestCall(site);
    const after = await page(site);
    expect(after).toContain('>who else?</summary>');
    expect(after).toContain('The correction was taken back.');
  });

  it('asks nothing of a call to a static number', async () => {
    const poster = { number: '+33199003000', target: TARGET, label: 'Poster' };
    const site = await makeSite({ staticNumbers: [poster] });
    await ring(site, poster.number);
    await latestCall(site);
    expect(await page(site)).not.toContain('class="who"');
  });
});

describe('a form is refused', () => {
  it('of another site', async () => {
    const { site, call } = await rungSite();
    const from = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect(await refusalOf(await press(site, call.id, { session: 'none' }, from))).toMatchObject({
      code: 'form_refused',
    });
  });

  it.each([{}, { session: 'somebody' }, { session: 'none', also: 'this' }])(
    'with %j',
    async (word) => {
      const { site, call } = await rungSite();
      const response = await press(site, call.id, word as Record<string, string>);
      expect([400, 404]).toContain(response.status);
      expect((await latestCall(site)).match.correction).toBeNull();
    },
  );
});
