import { startApp, type App } from "../../test/support/gradio.ts";
import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";
import { daggr } from "../python.ts";

const count = 8;
const seconds = 1;
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
    "daggr-vscode": async () => (await opened?.runAll()) ?? NaN,
    "daggr 0.8.0": () => daggr("calls.py", app?.url ?? "", String(count), String(seconds)),
  },
  limits: { "daggr-vscode": 1400 },
} satisfies Benchmark;
