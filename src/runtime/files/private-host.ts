import { BlockList, isIP } from "node:net";

const privateRanges = new BlockList();
for (const [address, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const)
  privateRanges.addSubnet(address, prefix);
for (const [address, prefix] of [
  ["::", 127],
  // NAT64 of the local network, and Teredo, which no public service has.
  ["64:ff9b:1::", 48],
  ["2001::", 32],
  ["fc00::", 7],
  ["fe80::", 9],
  ["ff00::", 8],
] as const)
  privateRanges.addSubnet(address, prefix, "ipv6");

/** Names that are never those of public hosts. */
const privateNames =
  /(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa)$/;

/** Whether an IP address is this machine, in a local network, or no single host at all. */
export function isPrivateIp(address: string): boolean {
  const plain = address.split("%")[0] ?? "";
  const kind = isIP(plain);
  if (kind === 4) return privateRanges.check(plain, "ipv4");
  if (kind !== 6) return true;
  const groups = groupsOf(plain);
  return (
    privateRanges.check(plain, "ipv6") || embedded(groups).some((one) => privateRanges.check(one, "ipv4"))
  );
}

/** Whether a host is this machine or in a local network, as far as its name says. Names are not resolved. */
export function isPrivateHost(hostname: string): boolean {
  const host = canonical(hostname);
  if (isIP(host)) return isPrivateIp(host);
  return privateNames.test(host) || !host.includes(".");
}

/** Whether a URL leads to this machine or its local network, or is no URL. */
export function isPrivateAddress(address: string): boolean {
  return !URL.canParse(address) || isPrivateHost(new URL(address).hostname);
}

/** A host as a URL spells it: IPv4 addresses have many spellings, such as `0x7f.1` and `2130706433`. */
function canonical(hostname: string): string {
  const text = hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname;
  const address = `http://${text}`;
  const host = URL.canParse(address) ? new URL(address).hostname : text.toLowerCase();
  return host.replace(/^\[|\]$|\.+$/g, "");
}

/** The IPv4 addresses that an IPv6 address stands for: mapped, compatible, NAT64, 6to4, ISATAP. */
function embedded(groups: readonly number[]): readonly string[] {
  const zero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0);
  const at = (index: number) => {
    const [high = 0, low = 0] = groups.slice(index);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  };
  const found: string[] = [];
  const mapped = groups[5] === 0xffff || (groups[4] === 0xffff && groups[5] === 0) || groups[5] === 0;
  if (zero(0, 4) && mapped) found.push(at(6));
  if (groups[0] === 0x64 && groups[1] === 0xff9b && zero(2, 6)) found.push(at(6));
  if (groups[0] === 0x2002) found.push(at(1));
  if (groups[5] === 0x5efe && (groups[4] === 0 || groups[4] === 0x200)) found.push(at(6));
  return found;
}

function groupsOf(address: string): readonly number[] {
  // A URL writes out an IPv4 address at the end as two groups.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const parse = (text: string) => (text === "" ? [] : text.split(":").map((group) => parseInt(group, 16)));
  if (tail === undefined) return parse(head);
  const [front, back] = [parse(head), parse(tail)];
  return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back];
}
