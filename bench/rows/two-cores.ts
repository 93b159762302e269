import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";

const milliseconds = 1000;
const opened: OpenWorkflow[] = [];

/** Functions that need a core each for so long. */
const workflow = (count: number) => `import { FnNode, Graph, gr } from "daggr";

const burn = () => {
  let sum = 0;
  for (const end = process.cpuUsage().user + ${milliseconds * 1000}; process.cpuUsage().user < end; ) sum += Math.sqrt(sum + 1);
  return sum > 0;
};
const nodes = Array.from({ length: ${count} }, (_, index) =>
  new FnNode(() => burn(), { name: \`burn \${index}\`, inputs: {}, outputs: { done: gr.Checkbox() }, concurrent: true }),
);
export default new Graph({ name: "burning", nodes });
`;

/** Two take about as long as one: each has a process of its own. */
export default {
  title: `concurrent functions of ${milliseconds} ms of computing each`,
  runs: 3,
  resources: "all",
  async prepare() {
    opened.length = 0;
    for (const count of [2, 1]) opened.push(await openWorkflow(workflow(count)));
    // Processes are started when they are needed first, and then kept.
    for (const one of opened) await one.runAll();
    return async () => {
      for (const one of opened) await one.close();
    };
  },
  sides: {
    "daggr-vscode, two of them": async () => (await opened[0]?.runAll()) ?? NaN,
    "daggr-vscode, one": async () => (await opened[1]?.runAll()) ?? NaN,
  },
  limits: { "daggr-vscode, two of them": { times: 1.3, of: "daggr-vscode, one" } },
  remark:
    "With two free cores two processes compute side by side. On a busy machine this row shows how busy it is.",
} satisfies Benchmark;
