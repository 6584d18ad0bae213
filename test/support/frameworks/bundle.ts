import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import type { Component } from 'svelte';
import { compile } from 'svelte/compiler';

const PAGES = new URL('../../snippet/browser/', import.meta.url);

type Mode = 'production' | 'development';

/** A script for the page, from a file below the browser's tests. */
export function bundlePage(entry: string, mode: Mode = 'production'): Promise<string> {
  const key = `${entry} for ${mode}`;
  const bundled = pages.get(key) ?? buildPage(entry, mode);
  pages.set(key, bundled);
  return bundled;
}

const pages = new Map<string, Promise<string>>();

function buildPage(entry: string, mode: Mode): Promise<string> {
  return bundle(entry, {
    format: 'iife',
    platform: 'browser',
    conditions: ['browser', mode],
    minify: mode === 'production',
    plugins: [svelte('client', mode === 'development')],
    define: {
      'process.env.NODE_ENV': JSON.stringify(mode),
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
    },
    // The build that has the compiler of templates in it.
    alias: { vue: 'vue/dist/vue.esm-bundler.js' },
  });
}

/** A Svelte component for the server, which Node could not import by itself. */
export async function importForServer(entry: string): Promise<Component> {
  const code = await bundle(entry, {
    format: 'esm',
    platform: 'node',
    conditions: ['svelte', 'production'],
    plugins: [svelte('server', false)],
    external: ['svelte', 'svelte/*'],
  });
  // Resolved from here, so that both sides use the one runtime in node_modules.
  const resolved = code.replace(/from "(svelte[^"]*)"/g, (_, name) => {
    return `from "${import.meta.resolve(name)}"`;
  });
  const url = `data:text/javascript;base64,${Buffer.from(resolved).toString('base64')}`;
  return (await import(/* @vite-ignore */ url)).default;
}

async function bundle(entry: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, PAGES))],
    bundle: true,
    legalComments: 'none',
    ...options,
    write: false,
  });
  return outputFiles?.[0]?.text ?? '';
}

function svelte(generate: 'client' | 'server', dev: boolean): Plugin {
  return {
    name: 'svelte',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        return { contents: compile(source, { generate, dev, filename: path }).js.code };
      }),
  };
}
