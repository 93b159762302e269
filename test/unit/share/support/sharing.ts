import { openTunnel, type Tunnel, type TunnelOptions } from "../../../../src/server/share/tunnel.ts";
import type { StepFailure } from "../../../../src/runtime/failures/failure.ts";
import { authority } from "../../../support/share-server/certificates.ts";
import { ShareServerStandIn, type ShareServerOptions } from "../../../support/share-server/share-server.ts";
import { startLocalServer, type LocalServer } from "./local-server.ts";
import { visit, type Answer } from "../../../support/share-server/visitor.ts";

/** In more of a hurry than the product, but with signs of life as rare, which a busy machine may answer late. */
export const hurried = { opening: 20_000, keepAlive: 30_000, firstRetry: 10, maxRetry: 100 };

export interface Ended {
  readonly failure: StepFailure;
  readonly final: boolean;
}

/** A server on this machine, shared by a tunnel to a stand-in. */
export class Sharing {
  readonly ended: Ended[] = [];
  readonly reopened: string[] = [];

  private constructor(
    public standIn: ShareServerStandIn,
    readonly local: LocalServer,
    readonly tunnel: Tunnel,
  ) {}

  static async start(
    options: ShareServerOptions = {},
    more: Partial<Pick<TunnelOptions, "timing" | "signal">> = {},
  ): Promise<Sharing> {
    const standIn = await ShareServerStandIn.start(options);
    const local = await startLocalServer();
    try {
      const tunnel = await openTunnel({
        local: { host: "127.0.0.1", port: local.port },
        shareToken: "a share token",
        findServer: () => Promise.resolve(serverAt(standIn.port)),
        timing: hurried,
        ...more,
        onEnded: (failure, final) => void sharing.ended.push({ failure, final }),
        onReopened: (address) => void sharing.reopened.push(address),
      });
      const sharing: Sharing = new Sharing(standIn, local, tunnel);
      return sharing;
    } catch (error) {
      await standIn.stop();
      await local.stop();
      throw error;
    }
  }

  visit(path: string, body?: Buffer): Promise<Answer> {
    return visit(this.standIn.publicPort, this.tunnel.address, path, body);
  }

  async stop(): Promise<void> {
    await this.tunnel.close();
    await this.standIn.stop();
    await this.local.stop();
  }
}

/** A server of tests on this machine, by the certificate that vouches for it. */
export function serverAt(port: number, rootCertificates = authority) {
  return { host: "127.0.0.1", port, rootCertificates, named: true };
}
