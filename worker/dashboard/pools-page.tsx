import type { PoolDefinition, SiteSnapshot } from '../domain/site-snapshot.ts';
import type { UseSpan } from '../domain/utilisation/pool-use.ts';
import type { TimeWindow } from '../http/time-window.ts';
import { Layout } from './layout.tsx';
import { PoolControls, type PoolsView } from './pool-controls.tsx';
import { PoolSection } from './pool-section.tsx';

type Props = {
  readonly site: SiteSnapshot;
  readonly pools: readonly { readonly pool: PoolDefinition; readonly hours: readonly UseSpan[] }[];
  readonly view: PoolsView;
  readonly window: TimeWindow;
};

/** How the pools of a site are used, whether they run short, and how many numbers they need. */
export function PoolsPage({ site, pools, view, window }: Props) {
  return (
    <Layout title={`Pools · ${site.name}`} current="/app/pools" site={view.site}>
      <header>
        <h1>Pools</h1>
        <span class="soft">{site.name} · times in UTC</span>
      </header>
      {pools.length === 0 ? <NoPools site={site} /> : <PoolControls view={view} />}
      {pools.map(({ pool, hours }, index) => (
        <PoolSection
          id={`pool-${index}`}
          pool={pool}
          aimed={site.targets.some((target) => target.pool === pool.name)}
          hours={hours}
          window={window}
          wishes={view.wishes}
        />
      ))}
    </Layout>
  );
}

function NoPools({ site }: { site: SiteSnapshot }) {
  const target = site.targets[0]?.number ?? '';
  const example = {
    pools: [{ name: 'website', numbers: ['+33199002000', '+33199002001'] }],
    targets: [{ number: target, pool: 'website' }],
  };
  return (
    <div class="card">
      <p>
        <strong>This site has no pool yet.</strong> A pool is a set of tracking numbers lent to
        visitors one at a time, so that a call tells which visit it came from.
      </p>
      <ol>
        <li>Buy a few numbers from your telephony provider; ten are a good start.</li>
        <li>
          Add them to the site’s definition as a pool, and name the pool at the target number that
          they stand in for: <code>PUT /api/v1/sites/{site.key}</code>.
          <pre>
            <code>{JSON.stringify(example, null, 2)}</code>
          </pre>
        </li>
        <li>Open a page that carries the tag. A few minutes later its visit is counted here.</li>
      </ol>
      <p>
        <a href="/api/">API reference</a>
      </p>
    </div>
  );
}
