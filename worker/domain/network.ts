/**
 * What counts as one network: an IPv4 address, however it is written (RFC 4291, 2.5.5.2), or the first 48
 * bits of an IPv6 address. A subscriber is given a /48 to a /64 (RFC 6177), and a free tunnel is a /48:
 * counted by anything longer, one attacker would be thousands of networks.
 */
export function networkOf(ip: string): string {
  const [, mapped] = /^::ffff:([\d.]+)$/i.exec(ip) ?? [];
  if (mapped !== undefined) return mapped;
  if (!ip.includes(':')) return ip;
  const [before = '', after] = ip.toLowerCase().split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after ? after.split(':') : [];
  const gap = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array<string>(gap).fill('0'), ...tail];
  return groups
    .slice(0, 3)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
