import { Layout } from './layout.tsx';

/** What somebody sees who opens the Worker's address in a browser. */
export function HomePage() {
  return (
    <Layout title="Call tracking">
      <header>
        <h1>Ringtrace</h1>
        <span class="soft">Which source, campaign or keyword makes the phone ring</span>
      </header>
      <div class="card">
        <p>This address serves the tag, and takes the calls of telephony providers.</p>
        <p>
          <a href="/app/calls">Calls</a> · <a href="/api/">API reference</a>
        </p>
      </div>
    </Layout>
  );
}
