import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { STYLES } from './styles.ts';

const PAGES = [
  ['/app/calls', 'Calls'],
  ['/app/messages', 'Messages'],
  ['/app/pools', 'Pools'],
  ['/app/health', 'Health'],
  ['/api/', 'API'],
] as const;

type Props = {
  readonly title: string;
  /** Which of the pages this is. */
  readonly current?: (typeof PAGES)[number][0];
  /** The site that the query names, kept from page to page. */
  readonly site?: string | undefined;
  readonly children?: Child;
};

/** The frame of every page: no script, one inline style sheet, light or dark as the reader's system is. */
export function Layout({ title, current, site, children }: Props) {
  const query = site === undefined ? '' : `?${new URLSearchParams({ site })}`;
  return (
    <>
      {html`<!doctype html>`}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>{title} · Ringtrace</title>
          <style>{raw(STYLES)}</style>
        </head>
        <body>
          <nav class="pages" aria-label="Pages">
            {PAGES.map(([path, name]) => (
              <a
                href={path.startsWith('/app/') ? path + query : path}
                aria-current={path === current ? 'page' : undefined}
              >
                {name}
              </a>
            ))}
          </nav>
          {children}
        </body>
      </html>
    </>
  );
}
