import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../eventually.ts";
import { freePort } from "../ports.ts";

/** The original server of huggingface/frp, where a person has built it: `DAGGR_FRPS` is its path. */
export async function startFrps(
  program: string,
): Promise<{ port: number; publicPort: number; stop: () => Promise<void> }> {
  const [port, publicPort] = [await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), "daggr-frps-"));
  const settings = {
    bind_addr: "127.0.0.1",
    proxy_bind_addr: "127.0.0.1",
    tcp_mux: true,
    bind_port: port,
    vhost_http_port: publicPort,
    subdomain_host: "gradio.test",
    detailed_errors_to_client: false,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  await writeFile(join(folder, "frps.ini"), ["[common]", ...lines, ""].join("\n"));
  const child = spawn(program, ["-c", join(folder, "frps.ini")], { stdio: "ignore" });
  await eventually("frps listens", async () => {
    const probe = connect(port, "127.0.0.1");
    await once(probe, "connect").finally(() => probe.destroy());
  });
  const stop = async () => {
    await ended(child);
    await rm(folder, { recursive: true });
  };
  return { port, publicPort, stop };
}

/** The original client, as Gradio starts it, but for encryption and compression on top of TLS: `DAGGR_FRPC` is its path. */
export async function startFrpc(
  program: string,
  options: { serverPort: number; localPort: number; shareToken: string },
): Promise<{ address: string; close: () => Promise<void> }> {
  const child = spawn(program, [
    "http",
    ...["-n", options.shareToken, "-l", String(options.localPort), "-i", "127.0.0.1", "--sd", "random"],
    ...["--server_addr", `127.0.0.1:${options.serverPort}`, "--disable_log_color", "--tls_enable"],
  ]);
  let log = "";
  child.stdout.on("data", (text: Buffer) => (log += String(text)));
  const address = await eventually("frpc tells its address", () => {
    const found = /start proxy success: (\S+)/.exec(log)?.[1];
    if (found === undefined) throw new Error(log);
    return found;
  });
  return { address, close: () => ended(child) };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "exit");
}
