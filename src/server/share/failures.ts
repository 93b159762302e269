import { StepError } from "../../runtime/failures/failure.ts";
import { reasonOf, unreachable } from "../../runtime/failures/network.ts";
import { printable } from "../../runtime/text/printable.ts";
import { Kill, Refusal } from "./frp/control.ts";
import { ProtocolError } from "./yamux/frame.ts";

export const localUseGoesOn = "On this machine the workflow is served all the same.";

/** The server said no. */
export class RefusedError extends StepError {
  constructor(server: string, words: string) {
    super({
      message: `The share server ${server} refused the tunnel: ${wordsOf(words)}.`,
      help: `Try again later, or name a share server of your own in GRADIO_SHARE_SERVER_ADDRESS. ${localUseGoesOn}`,
    });
  }
}

/** Why a tunnel could not be opened, or did not stay open, in words a person can act on. `server` is its host and port. */
export function tunnelFailure(server: string, error: unknown): StepError {
  if (error instanceof StepError) return error;
  if (error instanceof Refusal) return new RefusedError(server, error.message);
  if (error instanceof Kill)
    return new StepError({
      message: `The share server ${server} ended the tunnel. Its public addresses last for a limited time, three days to a week.`,
      help: `Share again for a new address. ${localUseGoesOn}`,
    });
  if (error instanceof ProtocolError)
    return new StepError({
      message: `The share server ${server} does not speak the protocol of Gradio's share servers: ${error.message}.`,
      help: `If GRADIO_SHARE_SERVER_ADDRESS is set, it has to name a server of github.com/huggingface/frp; else try again later. ${localUseGoesOn}`,
    });
  return unreachable(
    `The share server ${server}`,
    error,
    `Check the network and its firewall, then share again. ${localUseGoesOn}`,
  );
}

/** What happened to an open tunnel that is opened again. */
export function droppedFailure(server: string, error: Error): StepError {
  return new StepError({
    message: `The tunnel to the share server ${server} was lost: ${reasonOf(error)}. It is opened again.`,
    help: `Until then the public address does not answer. ${localUseGoesOn}`,
    transient: true,
  });
}

function wordsOf(words: string): string {
  const line = printable(words).replace(/\s+/g, " ").trim();
  const short = line.length > 300 ? `${line.slice(0, 300)}…` : line;
  return `'${short}'`;
}
