import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";

let opened: OpenWorkflow | undefined;
let text = "";
let versions = 0;

/** Another name for a node each time, so that nothing of the file is known. */
const another = () => text.replaceAll("shout", `shout${++versions}`);

/** Without VS Code: what the engine takes from a saved file to the graph that canvases are told. */
export default {
  title: "engine alone: save to new graph",
  runs: 7,
  async prepare() {
    text = await readFile(inRoot("examples", "hello-offline.ts"), "utf8");
    opened = await openWorkflow(text);
    await sleep(2000);
    return async () => opened?.close();
  },
  sides: {
    "some time after the last save": async () => {
      await sleep(1500);
      return (await opened?.save(another())) ?? NaN;
    },
    "right after the last save": async () => (await opened?.save(another())) ?? NaN,
  },
} satisfies Benchmark;
