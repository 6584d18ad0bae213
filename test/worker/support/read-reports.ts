import type { z } from '@hono/zod-openapi';
import type {
  callSchema,
  leaseSchema,
  messageSchema,
  sessionSchema,
} from '../../../worker/http/report-schema.ts';
import { ask, bearer } from './ask.ts';
import type { TestSite } from './make-site.ts';
import { drain } from './pool.ts';

type Query = Record<string, string | number>;
type Lists = {
  calls: z.infer<typeof callSchema>[];
  messages: z.infer<typeof messageSchema>[];
  sessions: z.infer<typeof sessionSchema>[];
  leases: z.infer<typeof leaseSchema>[];
};

export function askReport(site: TestSite, list: keyof Lists, query: Query = {}): Promise<Response> {
  const search = new URLSearchParams({ site: site.key });
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return ask(`/api/v1/${list}?${search}`, { headers: bearer(site.apiKey) });
}

/** One page of a list, as it stands in D1. */
export async function readPage<L extends keyof Lists>(
  site: TestSite,
  list: L,
  query: Query = {},
): Promise<{ rows: Lists[L]; next: string | null }> {
  const response = await askReport(site, list, query);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const page = await response.json<Record<string, unknown>>();
  return { rows: page[list] as Lists[L], next: page.next as string | null };
}

/** What the site's owner reads once everything that happened has reached D1; newest first. */
export async function readAll<L extends keyof Lists>(site: TestSite, list: L): Promise<Lists[L]> {
  await drain(site);
  return (await readPage(site, list, { limit: 1_000 })).rows;
}

/** The only row of a list. */
export async function readOne<L extends keyof Lists>(
  site: TestSite,
  list: L,
): Promise<Lists[L][number]> {
  const [only, ...others] = await readAll(site, list);
  if (only === undefined || others.length > 0) throw new Error(`${list}: not exactly one row`);
  return only;
}
