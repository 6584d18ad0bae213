/** Numbers of the range that France reserves for fiction: ten thousand. */
export function benchNumber(index: number): string {
  return `+3319900${String(index).padStart(4, '0')}`;
}

/** Creates a site whose pool has so many numbers, held for a minute unless told otherwise. */
export async function putBenchSite(
  serverUrl: string,
  key: string,
  numbers: number,
  { holdSeconds = 60, shards = 1 } = {},
): Promise<void> {
  await put(`${serverUrl}/api/v1/sites/${key}`, {
    name: 'Benchmark',
    origins: [],
    country: 'FR',
    shards,
    pools: [
      {
        name: 'website',
        holdSeconds,
        numbers: Array.from({ length: numbers }, (_, index) => benchNumber(index)),
      },
    ],
    targets: [{ number: '+442079460000', pool: 'website' }],
  });
  const secrets = ['demo-twilio-token'];
  await put(`${serverUrl}/api/v1/sites/${key}/credentials/twilio`, { secrets });
}

async function put(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { authorization: 'Bearer demo-admin-key', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}
