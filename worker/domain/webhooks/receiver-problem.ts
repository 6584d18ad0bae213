/** Names that only ever mean a machine or network of one's own. https://www.iana.org/assignments/special-use-domain-names */
const PRIVATE_NAMES =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|onion|invalid)$/;

/**
 * Why events cannot be sent to an address, as a sentence that says what to change; undefined where they can.
 *
 * Only public names over https: whoever may add a webhook must not reach through it what only the Worker's
 * own network could. A public name may still resolve to a private address, but requests of Workers leave
 * from Cloudflare's edge, where nobody's private network is.
 *
 * @param local on a developer's machine `http://localhost` and the like are receivers, too.
 */
export function receiverProblem(address: string, local: boolean): string | undefined {
  if (!URL.canParse(address)) return 'The URL is not one: https://example.com/ringtrace';
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') {
    return 'The URL must not hold a password: events are signed instead.';
  }
  if (local && isLoopback(hostname)) return undefined;
  if (protocol !== 'https:') return 'The URL must begin with https://.';
  // URLs write every spelling of an IPv4 address with dots, and IPv6 in brackets.
  if (/^\d+(\.\d+){3}$/.test(hostname) || hostname.startsWith('[')) {
    return 'The URL must name a host, not an IP address.';
  }
  const name = hostname.replace(/\.+$/, '');
  if (!name.includes('.') || PRIVATE_NAMES.test(name)) {
    return 'The URL must name a host that is public.';
  }
  return undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
