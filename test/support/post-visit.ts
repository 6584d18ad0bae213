export const PAGE_HEADERS = {
  'content-type': 'text/plain',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36',
};

/** A page view as the snippet reports it, without a browser to wait for. */
export function postVisit(
  serverUrl: string,
  visit: {
    readonly view: string;
    readonly source?: string;
    readonly site?: string;
    readonly visitor?: string | null;
    readonly session?: string | null;
  },
): Promise<Response> {
  const { view, source, site = 'demo', visitor = null, session = null } = visit;
  return fetch(`${serverUrl}/v1/visits`, {
    method: 'POST',
    headers: { ...PAGE_HEADERS, origin: serverUrl },
    body: JSON.stringify({
      v: 1,
      site,
      view,
      visitor,
      session,
      consent: 'granted',
      page: { url: `${serverUrl}/demo/` },
      touch: { ...(source && { utm_source: source }) },
    }),
  });
}
