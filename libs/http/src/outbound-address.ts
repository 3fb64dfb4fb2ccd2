import { BlockList, isIP } from 'node:net';

/**
 * Address ranges that are not the public internet, from the IANA special-purpose registries (RFC 6890 and its updates).
 * `closed` ranges stay closed even for routes into a private network: nobody receives invoices there, and 169.254/16
 * holds the metadata services of cloud machines.
 */
const PRIVATE = ranges(
  ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['::1/128', 'fc00::/7'],
);
const CLOSED = ranges(
  [
    '0.0.0.0/8',
    '169.254.0.0/16',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/3',
  ],
  ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', 'fd00:ec2::254/128'],
);
const GLOBAL_IPV6 = ranges([], ['2000::/3']);

/** What an address is good for. IPv6 forms that carry an IPv4 address are judged by that address. */
export function addressScope(address: string): 'public' | 'private' | 'closed' {
  const family = isIP(address);
  if (family === 4) return scopeOf(address, 'ipv4');
  if (family !== 6) return 'closed';
  const words = wordsOf(address);
  const isMapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
  const isTranslated = words[0] === 0x64 && words[1] === 0xff9b && words.slice(2, 6).every((word) => word === 0);
  if (isMapped || isTranslated) return scopeOf(ipv4Of(words[6] ?? 0, words[7] ?? 0), 'ipv4');
  const scope = scopeOf(address, 'ipv6');
  return scope === 'public' && !GLOBAL_IPV6.check(address, 'ipv6') ? 'closed' : scope;
}

function scopeOf(address: string, family: 'ipv4' | 'ipv6'): 'public' | 'private' | 'closed' {
  if (CLOSED.check(address, family)) return 'closed';
  return PRIVATE.check(address, family) ? 'private' : 'public';
}

function ranges(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList();
  const add = (range: string, family: 'ipv4' | 'ipv6'): void => {
    const [network, bits] = range.split('/') as [string, string];
    list.addSubnet(network, Number(bits), family);
  };
  ipv4.forEach((range) => add(range, 'ipv4'));
  ipv6.forEach((range) => add(range, 'ipv6'));
  return list;
}

/** The eight 16-bit words of a valid IPv6 address; a zone (`%eth0`) is left out. */
function wordsOf(address: string): number[] {
  const bare = (address.split('%')[0] ?? '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) => {
    const word = (high: unknown, low: unknown): string => (Number(high) * 256 + Number(low)).toString(16);
    return `${word(a, b)}:${word(c, d)}`;
  });
  const [head = '', tail] = bare.split('::');
  const parse = (part: string): number[] => (part === '' ? [] : part.split(':').map((word) => parseInt(word, 16)));
  if (tail === undefined) return parse(head);
  const [left, right] = [parse(head), parse(tail)];
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function ipv4Of(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
