/**
 * Who may import whom. A layer is a folder or a single file; the longest path that fits names the layer
 * of a file. Within its folder a file may import what it likes. `type` in front allows `import type` alone.
 * Whatever is not a path is a package.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // The snippet uses no package at all.
  // The second file's address is the site's own worker.
  'snippet/main.ts': [
    'snippet/boot.ts',
    'snippet/browser/',
    'snippet/contract/',
    'type snippet/features/',
    '(computed)',
  ],
  'snippet/whole.ts': ['snippet/boot.ts', 'snippet/more/', 'snippet/features/'],
  'snippet/boot.ts': ['snippet/start.ts', 'snippet/features/', 'snippet/contract/'],
  // The second file: it may use all of the first one's parts, which know of it nothing but `Hooks`.
  'snippet/more/': [
    'snippet/features/',
    'snippet/domain/',
    'snippet/browser/',
    'snippet/contract/',
  ],
  'snippet/start.ts': [
    'snippet/features/',
    'snippet/domain/',
    'snippet/browser/',
    'snippet/contract/',
  ],
  'snippet/features/': ['snippet/domain/', 'snippet/browser/', 'snippet/contract/'],
  'snippet/domain/': ['snippet/contract/'],
  'snippet/browser/': ['snippet/contract/'],
  // What pages import from npm. It asks the tag through the page alone, and takes nothing of it but types.
  'snippet/package/': ['type snippet/contract/', 'react', 'vue'],
  // The only code on which both sides meet.
  'snippet/contract/': [],

  'worker/index.ts': [
    'worker/app.ts',
    'worker/services.ts',
    'type worker/config.ts',
    'worker/system-clock.ts',
    'worker/pool/',
    'worker/webhooks/',
  ],
  'worker/app.ts': [
    'worker/dashboard/',
    'worker/http/',
    'worker/services.ts',
    'worker/config.ts',
    'package.json',
    'hono',
    '@hono/zod-openapi',
  ],
  'worker/dashboard/': ['worker/http/', 'worker/domain/', 'hono'],
  'worker/http/': [
    'worker/services.ts',
    'worker/site-admin.ts',
    'worker/site-deletion.ts',
    'worker/webhook-admin.ts',
    'worker/config.ts',
    'worker/deadline.ts',
    'type worker/pool/',
    'worker/db/',
    'worker/telephony/',
    'worker/keys/',
    'worker/domain/',
    'snippet/contract/',
    'dist/snippet-core.txt',
    'dist/snippet-more.txt',
    'dist/snippet-whole.txt',
    'package.json',
    'hono',
    '@hono/zod-openapi',
    'zod',
    'libphonenumber-js/min',
  ],
  'worker/services.ts': [
    'worker/pinned-files.ts',
    'worker/parked-calls.ts',
    'worker/site-directory.ts',
    'worker/config.ts',
    'worker/pool/',
    'type worker/webhooks/',
    'worker/keys/',
    'worker/domain/',
  ],
  'worker/site-admin.ts': [
    'type worker/services.ts',
    'worker/db/',
    'worker/keys/',
    'worker/domain/',
  ],
  'worker/webhook-admin.ts': [
    'type worker/services.ts',
    'worker/site-admin.ts',
    'type worker/webhooks/',
    'worker/db/',
    'worker/keys/',
    'worker/domain/',
  ],
  'worker/site-deletion.ts': [
    'type worker/services.ts',
    'worker/db/',
    'worker/deadline.ts',
    'worker/domain/',
  ],
  'worker/parked-calls.ts': [
    'worker/deadline.ts',
    'type worker/site-directory.ts',
    'type worker/pool/',
    'worker/domain/',
  ],
  'worker/pinned-files.ts': ['worker/deadline.ts'],
  'worker/site-directory.ts': ['worker/db/', 'worker/deadline.ts', 'worker/domain/'],
  'worker/pool/': [
    'worker/system-clock.ts',
    'type worker/webhooks/',
    'worker/deadline.ts',
    'worker/db/',
    'worker/keys/',
    'worker/domain/',
    'snippet/contract/',
    'cloudflare:workers',
  ],
  // Tells of a call what the read API shows of it.
  'worker/webhooks/': [
    'worker/http/present.ts',
    'worker/pool/wake.ts',
    'worker/config.ts',
    'worker/system-clock.ts',
    'worker/deadline.ts',
    'worker/db/',
    'worker/keys/',
    'worker/domain/',
    'cloudflare:workers',
  ],
  // `Env` names the objects' classes: types, so that nothing of them comes with it.
  'worker/config.ts': ['type worker/pool/', 'type worker/webhooks/', 'worker/domain/'],
  'worker/system-clock.ts': ['worker/domain/'],
  'worker/deadline.ts': [],
  'worker/text-module.d.ts': [],
  'worker/telephony/': ['worker/domain/', 'libphonenumber-js/min', 'zod'],
  'worker/db/': ['worker/domain/', 'snippet/contract/', 'drizzle-orm'],
  'worker/keys/': ['worker/domain/'],
  // Nothing but pure libraries: what the same arguments give is always the same.
  'worker/domain/': [
    'snippet/contract/',
    'libphonenumber-js/min',
    'isbot',
    '@tryghost/referrer-parser',
  ],

  // The developer's machine: the worker with a clock to be moved and faults to be made, and the commands.
  'worker/local/': [
    'worker/app.ts',
    'worker/http/',
    'worker/services.ts',
    'worker/site-admin.ts',
    'worker/config.ts',
    'worker/pool/',
    'worker/webhooks/',
    'worker/domain/',
    'hono',
    'zod',
  ],
  'worker/local/cli/': ['node:', 'esbuild', 'terser', 'miniflare', 'wrangler', 'twilio'],
};
