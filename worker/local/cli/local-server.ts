import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_readConfig } from 'wrangler';
import { writeSnippet } from './build-snippet.ts';
import { buildWorker } from './build-worker.ts';

/** The platform starts jobs every few minutes; nobody at a machine wants to wait that long. */
const JOBS_EVERY_MS = 10_000;

const ROOT = new URL('../../../', import.meta.url);

/** Stands in public documents, so it is refused outside local mode. */
const LOCAL_SECRET = 'demo-secret-for-this-machine-and-no-other';
const LOCAL_ADMIN_KEY = 'demo-admin-key';

export type LocalServer = {
  readonly url: string;
  /** The runtime below it, to look into its stores. */
  readonly miniflare: Miniflare;
  /** Builds anew and restarts the worker, state kept. */
  reload(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Builds everything and serves it from workerd with its Durable Objects, D1 and KV, all kept under
 * `stateFolder`: applies the migrations and seeds the demo site. Safe to repeat over the same state.
 */
export async function startLocalServer(options: {
  readonly port: number;
  readonly stateFolder: string;
}): Promise<LocalServer> {
  const miniflare = new Miniflare(await miniflareOptions(options));
  await miniflare.ready;
  const url = `http://localhost:${options.port}`;
  await applyMigrations(await miniflare.getD1Database('DB'));
  const seeded = await miniflare.dispatchFetch(`${url}/_local/seed`, { method: 'POST' });
  if (!seeded.ok) throw new Error(`seeding the demo site failed: ${await seeded.text()}`);
  const jobs = setInterval(() => {
    // A job that fails is tried again in a moment; while the worker is reloaded nobody answers.
    miniflare.dispatchFetch(`${url}/_local/jobs`, { method: 'POST' }).catch(() => {});
  }, JOBS_EVERY_MS);
  return {
    url,
    miniflare,
    reload: async () => miniflare.setOptions(await miniflareOptions(options)),
    close: () => {
      clearInterval(jobs);
      return miniflare.dispose();
    },
  };
}

async function miniflareOptions({ port, stateFolder }: { port: number; stateFolder: string }) {
  await writeSnippet();
  const config = unstable_readConfig({ config: fileURLToPath(new URL('wrangler.toml', ROOT)) });
  const text = (value: string) => ({ type: 'text' as const, value });
  return {
    host: 'localhost',
    port,
    log: new Log(LogLevel.WARN),
    // Every visitor is in Paris: no look-up of where this machine is, and no telephoning home.
    cf: { country: 'FR', regionCode: 'IDF' },
    telemetry: { enabled: false },
    resourcePersistencePath: stateFolder,
    // Lets benchmarks fill an object with more history than they could send.
    unsafeInspectDurableObjects: true,
    workers: [
      {
        config: {
          name: config.name ?? 'ringtrace',
          compatibilityDate: config.compatibility_date ?? '',
          compatibilityFlags: config.compatibility_flags,
          manifest: {
            mainModule: 'index.js',
            modules: {
              'index.js': {
                type: 'esm' as const,
                contents: await buildWorker('worker/local/index.ts'),
              },
            },
          },
          env: {
            DB: { type: 'd1' as const, id: 'ringtrace' },
            SITES: { type: 'kv' as const, id: 'sites' },
            POOL: {
              type: 'durable-object' as const,
              worker: 'ringtrace',
              exportName: 'NumberPool',
            },
            WEBHOOKS: {
              type: 'durable-object' as const,
              worker: 'ringtrace',
              exportName: 'WebhookSender',
            },
            PUBLIC_URL: text(`http://localhost:${port}`),
            RINGTRACE_SECRET: text(LOCAL_SECRET),
            ADMIN_KEY: text(LOCAL_ADMIN_KEY),
          },
          exports: {
            NumberPool: { type: 'durable-object' as const, storage: 'sqlite' as const },
            WebhookSender: { type: 'durable-object' as const, storage: 'sqlite' as const },
          },
        },
      },
    ],
  };
}

/** Applies what has not been applied, and notes it where wrangler does. */
async function applyMigrations(db: Awaited<ReturnType<Miniflare['getD1Database']>>): Promise<void> {
  await db.exec(
    'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
  );
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const folder = new URL('migrations/', ROOT);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of files.filter((file) => !applied.has(file))) {
    const statements = (await readFile(new URL(name, folder), 'utf8'))
      .split('--> statement-breakpoint')
      .map((statement) => db.prepare(statement));
    await db.batch([
      ...statements,
      db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ]);
  }
}
