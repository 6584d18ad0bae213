const ADMIN_KEY = 'demo-admin-key';

/** A site that clients play on. */
export type SoakSite = {
  readonly key: string;
  readonly apiKey: string;
  readonly twilioToken: string;
  readonly target: string;
  /** Seconds for which a number stays with a visitor who has left. */
  readonly holdSeconds: number;
};

/** As the local server seeds it: one pool of ten, which shares. */
const DEMO: SoakSite = {
  key: 'demo',
  apiKey: 'demo-api-key',
  twilioToken: 'demo-twilio-token',
  target: '+33199001234',
  holdSeconds: 300,
};

/** The demo site, one whose pool is far too small and shares, and one that is spread over two objects. */
export async function prepareSites(serverUrl: string): Promise<readonly SoakSite[]> {
  return [
    DEMO,
    await createSite(serverUrl, 'short', { numbers: 4, shards: 1 }),
    await createSite(serverUrl, 'sharded', { numbers: 80, shards: 2 }),
  ];
}

async function createSite(
  serverUrl: string,
  key: string,
  { numbers, shards }: { readonly numbers: number; readonly shards: number },
): Promise<SoakSite> {
  const site = { key, twilioToken: `token-of-${key}`, target: '+33199005678', holdSeconds: 60 };
  const path = `${serverUrl}/api/v1/sites/${key}`;
  await askAsAdmin('PUT', path, {
    name: key,
    origins: [],
    country: 'FR',
    shards,
    pools: [
      {
        name: 'website',
        holdSeconds: site.holdSeconds,
        share: true,
        numbers: Array.from({ length: numbers }, (_, index) => `+331990060${String(index + 10)}`),
      },
    ],
    targets: [{ number: site.target, pool: 'website' }],
  });
  await askAsAdmin('PUT', `${path}/credentials/twilio`, { secrets: [site.twilioToken] });
  const created = await askAsAdmin('POST', `${path}/api-keys`, { name: 'Soak' });
  const { key: apiKey } = (await created.json()) as { key: string };
  return { ...site, apiKey };
}

/** What the holder of the local server's admin key asks. */
export async function askAsAdmin(method: string, url: string, body?: unknown): Promise<Response> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status} ${await response.text()}`);
  return response;
}
