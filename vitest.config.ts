import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

/**
 * Three kinds of tests: what runs in the workers' runtime with real Durable Objects and D1, what runs in
 * Node (pure rules, which run anywhere, and the providers' SDKs), and what drives a real browser.
 */
export default defineConfig({
  test: {
    // Much of a test of a worker is waiting; left to itself, Vitest would leave a second core idle.
    maxWorkers: 2,
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            // Of the local build, so that tests can move the clock and break dependencies.
            main: './worker/local/index.ts',
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              cf: false,
              bindings: {
                MIGRATIONS: await readD1Migrations('migrations'),
                PUBLIC_URL: 'https://calls.example.com',
                RINGTRACE_SECRET: 'a-secret-that-only-the-tests-of-ringtrace-know',
                ADMIN_KEY: 'the-admin-key-of-the-tests',
                // How many times as often as usual the properties of the pool are tried.
                FC_RUNS: process.env.FC_RUNS ?? '1',
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          include: ['test/worker/**/*.test.ts'],
          exclude: ['test/worker/{domain,telephony}/**'],
          setupFiles: ['test/worker/apply-migrations.ts'],
        },
      },
      {
        test: {
          name: 'node',
          include: [
            'test/{architecture,contract,soak,telephony-sdk}/**/*.test.ts',
            'test/{snippet,worker}/domain/**/*.test.ts',
            'test/snippet/{package,gtm}/**/*.test.ts',
            'test/worker/telephony/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/{snippet/browser,e2e}/**/*.test.ts'],
          // A browser and a server each, and people would not wait for a page beside so much else: by themselves.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
