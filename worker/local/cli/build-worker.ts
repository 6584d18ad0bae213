import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Bundles a worker as Cloudflare would be given it. The snippet must have been built. */
export async function buildWorker(entry: string): Promise<string> {
  const { outputFiles } = await build({ ...WORKER_BUILD, entryPoints: [entry], write: false });
  return outputFiles[0]?.text ?? '';
}

const WORKER_BUILD: BuildOptions & { write?: false } = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  target: 'es2024',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:*'],
  loader: { '.txt': 'text' },
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: 'inline',
};
