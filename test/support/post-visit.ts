/** A page view as the snippet reports it, without a browser to wait for. */
export function postVisit(
  serverUrl: string,
  visit: { readonly view: string; readonly source?: string; readonly site?: string },
): Promise<Response> {
  return fetch(`${serverUrl}/v1/visits`, {
    method: 'POST',
    headers: {
      origin: serverUrl,
      'content-type': 'text/plain',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36',
    },
    body: JSON.stringify({
      v: 1,
      site: visit.site ?? 'demo',
      view: visit.view,
      visitor: null,
      session: null,
      consent: 'granted',
      page: { url: `${serverUrl}/demo/` },
      touch: { ...(visit.source && { utm_source: visit.source }) },
    }),
  });
}
