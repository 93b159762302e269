import { BlockList, isIP } from "node:net";

const inside = new BlockList();
inside.addSubnet("10.0.0.0", 8);
inside.addSubnet("127.0.0.0", 8);
inside.addSubnet("169.254.0.0", 16);
inside.addSubnet("172.16.0.0", 12);
inside.addSubnet("192.168.0.0", 16);
inside.addSubnet("100.64.0.0", 10);
inside.addSubnet("0.0.0.0", 8);
inside.addSubnet("::", 127, "ipv6");
inside.addSubnet("fc00::", 7, "ipv6");
inside.addSubnet("fe80::", 10, "ipv6");

/** Whether a host's name is one of this machine or of a local network. Names are not looked up. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, "").toLowerCase();
  const kind = isIP(host);
  if (kind) return inside.check(host, kind === 6 ? "ipv6" : "ipv4");
  return (
    host === "localhost" ||
    /\.(localhost|local|internal|lan|home|intranet)$/.test(host) ||
    !host.includes(".")
  );
}
