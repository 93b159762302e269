import { Harness, workflowOf } from "./harness.ts";

// Run as a program of its own: leaves a workflow process in an endless loop and prints its number. Whoever started it kills it.

const harness = new Harness();
await harness.open();
const workflow = await harness.loaded(
  workflowOf({ spins: `() => { console.log("pid " + process.pid); while (true); }` }),
);
void workflow.call("spins").catch(() => {});
await workflow.untilPrinted("pid");
console.log(/pid (\d+)/.exec(workflow.printed)?.[1]);
