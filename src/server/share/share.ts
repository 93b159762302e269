import type { StepFailure } from "../../runtime/failures/failure.ts";
import type { RunningServer } from "../server.ts";
import { findShareServer } from "./share-server.ts";
import { newShareToken, openTunnel } from "./tunnel.ts";

export interface ShareOptions {
  /** May name another share server than Gradio's. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the sharing. */
  readonly signal?: AbortSignal;
  /** The server is reachable under this address, which holds the token if there is one. */
  readonly onShared: (address: string) => void;
  /** It is not any more, for good if it is final. */
  readonly onEnded: (failure: StepFailure, final: boolean) => void;
}

/**
 * Makes a running server reachable from the whole Internet, until the signal, or until the share server ends it for good.
 *
 * @returns what ends it, and resolves once nothing of it is open
 * @throws {StepError} where the tunnel cannot be opened
 */
export async function share(
  server: Pick<RunningServer, "address" | "port" | "access">,
  { env, signal, onShared, onEnded }: ShareOptions,
): Promise<() => Promise<void>> {
  const { access, port } = server;
  if (!access.isClosed) throw new Error("A server that asks for no token and no login is not shared.");
  let known: string | undefined;
  /** Requests for the public name, and for no other one, come in from now on. */
  const letIn = (address: string | undefined) => {
    if (known !== undefined) access.hosts.delete(known);
    known = address === undefined ? undefined : new URL(address).hostname;
    if (known !== undefined) access.hosts.add(known);
  };
  const withToken = (address: string) =>
    access.token === undefined ? `${address}/` : `${address}/?token=${encodeURIComponent(access.token)}`;
  const tunnel = await openTunnel({
    local: { host: new URL(server.address).hostname.replace(/^\[|\]$/g, ""), port },
    shareToken: newShareToken(),
    findServer: (signal) => findShareServer(env, signal),
    signal,
    onEnded: (failure, final) => {
      letIn(undefined);
      onEnded(failure, final);
    },
    onReopened: (address) => {
      letIn(address);
      onShared(withToken(address));
    },
  });
  letIn(tunnel.address);
  onShared(withToken(tunnel.address));
  return async () => {
    letIn(undefined);
    await tunnel.close();
  };
}
