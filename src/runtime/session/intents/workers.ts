import { failureOf } from "../../failures/failure.ts";
import type { WorkersAnswer } from "../../protocol/workers.ts";
import type { Value } from "../../values/value.ts";
import type { EngineContext } from "../engine-context.ts";
import type { IntentHandlers } from "./handler.ts";

export const workers: IntentHandlers<"workers"> = {
  // Cast: the answer is JSON throughout.
  workers: async ({ session }) => (await answer(session.context)) as unknown as Value,
};

async function answer({ parts, served }: EngineContext): Promise<WorkersAnswer> {
  const { remote } = parts;
  if (!remote) throw new Error("No queue of workers is set.");
  try {
    const overview = await remote.overview();
    // Where the server keeps its queue is none of its visitors' business.
    return { kind: "known", ...overview, ...(!served && { address: remote.address }) };
  } catch (error) {
    const failure = failureOf(error);
    if (!served) return { kind: "unknown", failure };
    const message = "The queue of the workers cannot be asked at the moment.";
    return {
      kind: "unknown",
      failure: { message, help: "Try again later, or tell whoever runs this server." },
    };
  }
}
