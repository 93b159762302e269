import { failureOf, type StepFailure } from "../runtime/failures/failure.ts";
import type { RunningServer } from "../server/server.ts";
import { share } from "../server/share/share.ts";
import { shareWarning } from "../server/share/warning.ts";
import { printFailure } from "./open.ts";
import { printEvent, printLine, printNote, styled } from "./output.ts";

/** `--share`: shares a server until the signal, and says how it goes. Resolves once nothing of it is open. */
export async function shareUntil(
  signal: AbortSignal,
  server: RunningServer,
  { json }: { readonly json?: true },
): Promise<void> {
  const tellEnd = (failure: StepFailure, final: boolean) => {
    const { message, help } = failure;
    if (json) printEvent({ event: "share-ended", message, help, final });
    else printFailure(failure);
  };
  printNote(styled("yellow", shareWarning()));
  let isFirst = true;
  try {
    const end = await share(server, {
      env: process.env,
      signal,
      onShared: (address) => {
        if (json) printEvent({ event: "shared", address });
        else if (isFirst) printLine("It is shared at ", styled("bold", address));
        else printLine("The tunnel is open again: ", styled("bold", address));
        isFirst = false;
      },
      onEnded: tellEnd,
    });
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
    await end();
  } catch (error) {
    if (!signal.aborted) tellEnd(failureOf(error), true);
  }
}
