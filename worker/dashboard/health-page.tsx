import { addHealth, type HealthSpan, healthBySpan } from '../domain/health/snippet-hour.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import type { PresentedAlert } from '../http/signature-alerts.ts';
import type { TimeWindow } from '../http/time-window.ts';
import { countedText, shareText } from './figure-text.ts';
import { HealthChart } from './health-chart.tsx';
import { HealthFigures } from './health-figures.tsx';
import { HealthTable } from './health-table.tsx';
import { Layout } from './layout.tsx';
import { SignatureAlerts } from './signature-alerts.tsx';
import { spanLengths } from './time-ticks.ts';

type Props = {
  readonly site: SiteSnapshot;
  readonly hours: readonly HealthSpan[];
  /** Providers whose webhooks are refused; null where nobody knows. */
  readonly alerts: readonly PresentedAlert[] | null;
  readonly window: TimeWindow;
  /** What the page is asked to show; `site` undefined for the key's own. */
  readonly view: { readonly site: string | undefined; readonly days: number };
  /** Origin of the worker, for the tag to copy. */
  readonly api: string;
};

const DAYS = [1, 7, 30, 90];

/** How fast and how well numbers are swapped on the pages of a site, and whose webhooks are refused. */
export function HealthPage({ site, hours, alerts, window, view, api }: Props) {
  const { drawn, listed } = spanLengths(window);
  return (
    <Layout title={`Health · ${site.name}`} current="/app/health" site={view.site}>
      <header>
        <h1>Health</h1>
        <span class="soft">{site.name} · times in UTC</span>
      </header>
      <SignatureAlerts alerts={alerts} />
      <nav class="card controls" aria-label="Time">
        <p>
          <span class="soft">Time</span>
          {DAYS.map((days) => (
            <a
              href={hrefOf(view.site, days)}
              aria-current={days === view.days ? 'true' : undefined}
            >
              {days === 1 ? 'last 24 hours' : `last ${countedText(days, 'day')}`}
            </a>
          ))}
        </p>
      </nav>
      <h2 id="swapping">Swapping</h2>
      <p class="soft">{sampleText(site.snippet.health)}</p>
      <div class="card">
        {hours.length === 0 ? (
          <NoReports site={site} api={api} />
        ) : (
          <>
            <HealthFigures health={addHealth(hours)} />
            <HealthChart spans={healthBySpan(hours, drawn)} length={drawn} window={window} />
            <HealthTable spans={healthBySpan(hours, listed).reverse()} length={listed} />
          </>
        )}
      </div>
    </Layout>
  );
}

function sampleText(health: number): string {
  if (health === 0) return 'Pages report nothing: snippet.health is 0';
  return health === 1
    ? 'As every page view reports it when it ends'
    : `As a sample of page views (${shareText(health)}) report it when they end`;
}

/** The first steps, for somebody who has just come. */
function NoReports({ site, api }: Pick<Props, 'site' | 'api'>) {
  return (
    <>
      <p>
        <strong>No page has reported in this time.</strong> Some page views tell, as they end, how
        long it took until the visitor saw their number, and whether anything went wrong.
      </p>
      <ol>
        <li>
          Put the tag into the <code>&lt;head&gt;</code> of your pages, if it is not there yet:
          <pre>
            <code>{`<script async src="${api}/s/${site.key}.js"></script>`}</code>
          </pre>
        </li>
        {site.snippet.health < 1 && (
          <li>
            Have every page view report while you try it out, in the site’s definition:{' '}
            <code>PUT /api/v1/sites/{site.key}</code>. Back to 0.01, one view in a hundred, is
            enough for a busy site.
            <pre>
              <code>{JSON.stringify({ snippet: { ...site.snippet, health: 1 } }, null, 2)}</code>
            </pre>
          </li>
        )}
        <li>Open one of your pages, wait for the number to change, and leave the page again.</li>
        <li>Load this page anew: the view is counted here.</li>
      </ol>
      <p>
        <a href="/api/">API reference</a>
      </p>
    </>
  );
}

function hrefOf(site: string | undefined, days: number): string {
  return `?${new URLSearchParams({ ...(site !== undefined && { site }), days: String(days) })}`;
}
