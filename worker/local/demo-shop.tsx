import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { App } from '../http/app-env.ts';

/**
 * `/demo/`: a small shop that prints its number the way shops do. It knows nothing of call tracking but
 * the tag in its head.
 */
export const demoShop = new Hono<App>()
  .get('/', (c) =>
    c.html(<Shop title="Vélo Voltaire" heading="Bicycles, sold and mended in Paris" />),
  )
  .get('/repairs', (c) => c.html(<Shop title="Repairs" heading="Repairs while you wait" />));

function Shop({ title, heading }: { title: string; heading: string }) {
  return (
    <>
      {html`<!doctype html>`}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title}</title>
          <style>{raw(STYLES)}</style>
          <script async src="/s/demo.js" />
        </head>
        <body>
          <nav>
            <strong>Vélo Voltaire</strong>
            <a href="/demo/">Shop</a>
            <a href="/demo/repairs">Repairs</a>
            <a class="call" href="tel:+33199001234">
              01 99 00 12 34
            </a>
          </nav>
          <main>
            <h1>{heading}</h1>
            <p>
              Ask for Jeanne on 01 99 00 12 34, any day but Sunday. From abroad it is +33 1 99 00 12
              34, and the fax has been silent since 2009.
            </p>
            <ul id="numbers">
              <li>
                <span>With dots</span> <b>01.99.00.12.34</b>
              </li>
              <li>
                <span>With dashes</span> <b>01-99-00-12-34</b>
              </li>
              <li>
                <span>In one piece</span> <b>0199001234</b>
              </li>
              <li>
                <span>From abroad</span> <b>+33 1 99 00 12 34</b>
              </li>
              <li>
                <span>With the zero kept</span> <b>+33 (0)1 99 00 12 34</b>
              </li>
              <li>
                <span>To tap</span> <a href="tel:0199001234">Call the workshop</a>
              </li>
            </ul>
            <p class="soft">
              Order no. 0199001234567 and the price, 199.00 €, are not telephone numbers and stay as
              they are.
            </p>
          </main>
          <script>{raw(LATE_NUMBER)}</script>
        </body>
      </html>
    </>
  );
}

/** Pages add numbers of their own, late: chat bubbles, sticky bars, what a framework renders. */
const LATE_NUMBER = `
setTimeout(() => {
  const item = document.createElement('li');
  item.innerHTML = '<span>Added by a script</span> <b id="late">01 99 00 12 34</b>';
  document.getElementById('numbers').append(item);
}, 1000);
`;

const STYLES = `
:root { color-scheme: light dark; --soft: light-dark(#5b6472, #9aa5b5); --line: light-dark(#dde2e9, #2e3744); --accent: light-dark(#a3340f, #ffab8a); }
body { margin: 0; font: 17px/1.6 system-ui, sans-serif; color: light-dark(#1d222b, #e8ebf0); background: light-dark(#fbfaf8, #15181d); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 1rem clamp(1rem, 5vw, 3rem); border-bottom: 1px solid var(--line); }
nav .call { margin-left: auto; font-weight: 600; }
main { max-width: 42rem; padding: 1rem clamp(1rem, 5vw, 3rem) 3rem; }
a { color: var(--accent); }
h1 { line-height: 1.2; }
ul { padding: 0; list-style: none; }
li { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; padding: .5rem 0; border-bottom: 1px solid var(--line); }
li span, .soft { color: var(--soft); }
b { font-variant-numeric: tabular-nums; }
`;
