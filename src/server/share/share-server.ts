import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { StepError } from "../../runtime/failures/failure.ts";
import { answerLimit, reasonOf, unreachable, within } from "../../runtime/failures/network.ts";
import { isPrivateHost } from "../../runtime/files/private-host.ts";
import { fetchPublic } from "../../runtime/files/public-fetch.ts";
import { localUseGoesOn } from "./failures.ts";

/** Where a tunnel is opened. */
export interface ShareServer {
  readonly host: string;
  readonly port: number;
  /** Certificates in PEM, one of which has to vouch for the server. Without them nobody can tell whether it is the right one. */
  readonly rootCertificates?: string;
  /** Whether a person named it, so that it may be in their own network. */
  readonly named: boolean;
}

/** The server as messages name it. */
export function nameOf({ host, port }: ShareServer): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Which server Gradio would use at the moment. */
const tunnelRequest = "https://api.gradio.app/v3/tunnel-request";

const answerSchema = v.pipe(
  v.array(
    v.object({
      host: v.pipe(v.string(), v.regex(/^[a-z0-9.:-]+$/i), v.maxLength(253)),
      port: v.pipe(
        v.union([v.number(), v.string()]),
        v.toNumber(),
        v.integer(),
        v.minValue(1),
        v.maxValue(65_535),
      ),
      root_ca: v.pipe(v.string(), v.includes("-----BEGIN CERTIFICATE-----")),
    }),
  ),
  v.minLength(1),
);

/** Makes one request. Tests replace it. */
type Ask = NonNullable<Parameters<typeof fetchPublic>[2]>;

/**
 * The server that the environment names, as in Gradio by `GRADIO_SHARE_SERVER_ADDRESS`, else the one that Gradio gives out.
 * `DAGGR_SHARE_SERVER_CERTIFICATE` names a file with the certificate of one's own server.
 * @throws {StepError}
 */
export async function findShareServer(
  env: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
  ask?: Ask,
): Promise<ShareServer> {
  const address = env["GRADIO_SHARE_SERVER_ADDRESS"];
  return address ? ownServer(address, env["DAGGR_SHARE_SERVER_CERTIFICATE"]) : askGradio(signal, ask);
}

async function ownServer(address: string, certificate: string | undefined): Promise<ShareServer> {
  const parts = /^(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+)):(\d{1,5})$/i.exec(address.trim());
  const [host, port] = [parts?.[1] ?? parts?.[2], Number(parts?.[3])];
  if (!host || !(port >= 1 && port <= 65_535))
    throw new StepError({
      message: `GRADIO_SHARE_SERVER_ADDRESS is '${address}', which is no address of a share server.`,
      help: "Write it as host:port, such as share.example.com:7000, or unset it to use Gradio's server.",
    });
  if (!certificate) return { host, port, named: true };
  try {
    return { host, port, named: true, rootCertificates: await readFile(certificate, "utf8") };
  } catch (error) {
    throw new StepError({
      message: `The file '${certificate}' that DAGGR_SHARE_SERVER_CERTIFICATE names could not be read: ${reasonOf(error)}.`,
      help: "Write the path of the share server's certificate (PEM) there, or unset it.",
    });
  }
}

async function askGradio(signal: AbortSignal | undefined, ask: Ask | undefined): Promise<ShareServer> {
  const response = await fetchPublic(
    tunnelRequest,
    { maxBytes: 256 * 1024, signal: within(answerLimit, signal) },
    ask,
  ).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw unreachable(
      "Gradio's share service (api.gradio.app)",
      error,
      `Check the network, then share again. ${localUseGoesOn}`,
    );
  });
  if (!response.ok) throw noServer(`it answered ${response.status}`);
  const answer = v.safeParse(answerSchema, await response.json().catch(() => undefined));
  const [server] = answer.success ? answer.output : [];
  if (!server) throw noServer("its answer is not of the known form");
  if (isPrivateHost(server.host)) throw noServer("it named a server inside your own network");
  return { host: server.host, port: server.port, rootCertificates: server.root_ca, named: false };
}

function noServer(why: string): StepError {
  return new StepError({
    message: `Gradio's share service (api.gradio.app) named no share server: ${why}.`,
    help: `Try again later, or name a share server of your own in GRADIO_SHARE_SERVER_ADDRESS. ${localUseGoesOn}`,
  });
}
