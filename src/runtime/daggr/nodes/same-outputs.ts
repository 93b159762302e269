import { quoteList } from "../../text/similarity.ts";
import { mistake } from "../mistakes.ts";

interface WithOutputs {
  readonly title: string;
  readonly outputs: readonly string[];
}

/** What downstream nodes connect to must be there whichever of two nodes runs. `rule` begins the message. */
export function checkSameOutputs(first: WithOutputs, other: WithOutputs, rule: string): void {
  const [one, two] = [first.outputs, other.outputs];
  if (one.length === two.length && one.every((name) => two.includes(name))) return;
  throw mistake(
    `${rule}, but ${first.title} has ${quoteList(one) || "none"} and ${other.title} has ${quoteList(two) || "none"}.`,
    "Rename outputs, or add the missing ones, so that downstream nodes can connect to either.",
  );
}
