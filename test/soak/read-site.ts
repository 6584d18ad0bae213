import type { Grade } from '../../snippet/contract/wire.ts';
import type { SoakSite } from './sites.ts';

/** The most that one page of a list holds. */
const PAGE = 1_000;

type ReadSession = {
  readonly id: string;
  readonly visitor: string;
  readonly journey: readonly { readonly id: string; readonly type: string }[];
};

export type ReadLease = {
  readonly session: string;
  readonly number: string;
  readonly grade: Grade;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly endedAt: number | null;
};

type ReadCall = { readonly providerCallId: string };

/** What D1 has of a site, through the same lists that its owner reads. */
export type SiteRecord = {
  readonly sessions: readonly ReadSession[];
  readonly leases: readonly ReadLease[];
  readonly calls: readonly ReadCall[];
};

export async function readSite(serverUrl: string, site: SoakSite): Promise<SiteRecord> {
  return {
    sessions: await readList(serverUrl, site, 'sessions'),
    leases: await readList(serverUrl, site, 'leases'),
    calls: await readList(serverUrl, site, 'calls'),
  };
}

/** Every page of a list. */
async function readList<N extends keyof SiteRecord>(
  serverUrl: string,
  { key, apiKey }: SoakSite,
  name: N,
): Promise<SiteRecord[N][number][]> {
  const rows: SiteRecord[N][number][] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({
      site: key,
      limit: String(PAGE),
      ...(cursor && { cursor }),
    });
    const response = await fetch(`${serverUrl}/api/v1/${name}?${query}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    if (!response.ok) throw new Error(`${name} of ${key} cannot be read: ${response.status}`);
    const page = (await response.json()) as SiteRecord & { next: string | null };
    rows.push(...page[name]);
    cursor = page.next;
  }
  return rows;
}
