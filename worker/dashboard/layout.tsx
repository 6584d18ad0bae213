import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { STYLES } from './styles.ts';

/** The frame of every page: no script, one inline style sheet, light or dark as the reader's system is. */
export function Layout({ title, children }: { title: string; children?: Child }) {
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
        <body>{children}</body>
      </html>
    </>
  );
}
