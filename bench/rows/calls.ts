import { startApp, type App } from "../../test/support/gradio.ts";
import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";
import { daggr } from "../python.ts";

const count = 8;
const seconds = 1;
const ours = "daggr-vscode";
const slowest = "the slowest call of them";
let app: App | undefined;
let opened: OpenWorkflow | undefined;

const workflow = (url: string) => `import { GradioNode, Graph, gr } from "daggr";

const nodes = Array.from({ length: ${count} }, (_, index) =>
  new GradioNode("${url}", {
    apiName: "/work",
    name: \`call \${index}\`,
    inputs: { name: \`call \${index}\`, seconds: ${seconds} },
    outputs: { name: gr.Textbox() },
  }),
);
export default new Graph({ name: "calls", nodes });
`;

/** Independent calls of one app that serves them side by side. daggr runs a workflow's nodes one after the other. */
export default {
  title: `${count} independent calls of ${seconds} s`,
  runs: 3,
  async prepare() {
    app = await startApp("core");
    opened = await openWorkflow(workflow(app.url));
    return async () => {
      await opened?.close();
      await app?.stop();
    };
  },
  sides: {
    [ours]: async () => (await opened?.runAll()) ?? NaN,
    [slowest]: async () => {
      const { nodes = {} } = (await opened?.state()) ?? {};
      return Math.max(...Object.values(nodes).map(({ duration = NaN }) => duration));
    },
    "daggr 0.8.0": () => daggr("calls.py", app?.url ?? "", String(count), String(seconds)),
  },
  limits: { [ours]: { times: 1 + 0.15 / seconds, of: slowest } },
  remark:
    "Ours may take 0.15 s more than its slowest call. The first run connects: it fetches the app's description once for all eight. daggr makes its calls one after the other.",
} satisfies Benchmark;
