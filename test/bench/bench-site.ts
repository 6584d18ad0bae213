/** Creates a site whose pool has so many numbers, all from the range that France reserves for fiction. */
export async function putBenchSite(
  serverUrl: string,
  key: string,
  numbers: number,
  change: { readonly shards?: number } = {},
): Promise<void> {
  const response = await fetch(`${serverUrl}/api/v1/sites/${key}`, {
    method: 'PUT',
    headers: { authorization: 'Bearer demo-admin-key', 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Benchmark',
      origins: [],
      country: 'FR',
      pools: [
        {
          name: 'website',
          holdSeconds: 60,
          numbers: Array.from(
            { length: numbers },
            (_, i) => `+3319900${String(i).padStart(4, '0')}`,
          ),
        },
      ],
      targets: [{ number: '+33181234567', pool: 'website' }],
      ...change,
    }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}
