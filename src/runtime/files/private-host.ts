import { BlockList, isIP } from "node:net";

const privateRanges = new BlockList();
privateRanges.addSubnet("10.0.0.0", 8);
privateRanges.addSubnet("127.0.0.0", 8);
privateRanges.addSubnet("169.254.0.0", 16);
privateRanges.addSubnet("172.16.0.0", 12);
privateRanges.addSubnet("192.168.0.0", 16);
privateRanges.addSubnet("100.64.0.0", 10);
privateRanges.addSubnet("0.0.0.0", 8);
privateRanges.addSubnet("::", 127, "ipv6");
privateRanges.addSubnet("fc00::", 7, "ipv6");
privateRanges.addSubnet("fe80::", 10, "ipv6");

/** Whether a host is this machine or in a local network. Host names are not resolved. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, "").toLowerCase();
  const kind = isIP(host);
  if (kind) return privateRanges.check(host, kind === 6 ? "ipv6" : "ipv4");
  return (
    host === "localhost" ||
    /\.(localhost|local|internal|lan|home|intranet)$/.test(host) ||
    !host.includes(".")
  );
}

/** Whether a URL leads to this machine or its local network, or is no URL. */
export function isPrivateAddress(address: string): boolean {
  return !URL.canParse(address) || isPrivateHost(new URL(address).hostname);
}
