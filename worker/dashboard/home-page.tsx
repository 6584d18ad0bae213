import { Layout } from './layout.tsx';

type Props = {
  /** Origin of the worker. */
  readonly api: string;
  /** Of the worker, and of the core that it was built with. */
  readonly version: string;
  /** What a page that takes this core and no other writes as `integrity`. */
  readonly integrity: string;
};

/** What somebody sees who opens the Worker's address in a browser. */
export function HomePage({ api, version, integrity }: Props) {
  return (
    <Layout title="Call tracking">
      <header>
        <h1>Ringtrace</h1>
        <span class="soft">Which source, campaign or keyword makes the phone ring</span>
      </header>
      <div class="card">
        <p>This address serves the tag, and takes the calls of telephony providers.</p>
        <p>
          <a href="/app/calls">Calls</a> · <a href="/app/pools">Pools</a> ·{' '}
          <a href="/app/health">Health</a> · <a href="/api/">API reference</a>
        </p>
      </div>
      <h2>The tag</h2>
      <div class="card">
        <p>
          Put it into the <code>&lt;head&gt;</code> of every page, with your site key. It is always
          up to date:
        </p>
        <pre>
          <code>{`<script async src="${api}/s/YOUR-SITE-KEY.js"></script>`}</code>
        </pre>
        <p>
          Or pin version {version}, which browsers then take byte for byte or not at all. It is
          served here for good, also after an upgrade:
        </p>
        <pre>
          <code>
            {`<script async crossorigin="anonymous" data-site="YOUR-SITE-KEY"
        src="${api}/s/v${version}.js"
        integrity="${integrity}"></script>`}
          </code>
        </pre>
      </div>
    </Layout>
  );
}
