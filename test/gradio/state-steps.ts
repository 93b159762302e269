import { sharedApp } from "../support/gradio.ts";
import type {
  GraphDescription,
  GradioNodeDescription,
  InputSource,
} from "../../src/runtime/graph/description.ts";
import { canvas as input, port, space } from "../unit/support/graphs.ts";
import type { TestCanvas } from "../unit/session/support/canvas.ts";
import { testEngine } from "../unit/session/support/engine.ts";
import { FakeProcesses } from "../unit/session/support/fake-processes.ts";
import { startCalling, type Caller } from "./calling.ts";

/** Steps of an app that keeps states for whoever calls it. Registers what starts the app, and ends what a test opened. */
export function stateSteps(version: 4 | 5 | 6) {
  const open: { dispose(): Promise<void> }[] = [];
  let url: string;

  before(async () => ({ url } = await sharedApp("states", { version })));
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.dispose();
  });

  const node = (
    name: string,
    apiName: string,
    inputs: Readonly<Record<string, InputSource>>,
    options: Partial<GradioNodeDescription> = {},
  ) => space(name, inputs, { space: url, apiName, ...options });

  const calling = async (): Promise<Caller> => {
    const caller = await startCalling();
    open.push(caller);
    return caller;
  };

  const opened = async (
    of: GraphDescription,
    { caller, data, processes }: { caller?: Caller; data?: string; processes?: FakeProcesses } = {},
  ) => {
    const { services } = caller ?? (await calling());
    const engine = await testEngine(processes ?? new FakeProcesses({ graphs: [of] }), {
      services,
      ...(data ? { data } : {}),
    });
    open.push({ dispose: () => engine.stop() });
    const canvas = await engine.canvas();
    await canvas.load();
    return canvas;
  };

  return {
    open,
    url: () => url,
    node,
    views: (name = "views", prompt: InputSource = input(`${name}.prompt`, "a chair")) =>
      node(name, "/generate_views", { prompt }),
    mesh: (name = "mesh", note: InputSource = port("views.output")) => node(name, "/make3d", { note }),
    calling,
    opened,
  };
}

export const step = (canvas: TestCanvas, name: string) =>
  canvas.run({ type: "run", node: name, mode: "step" });
export const to = (canvas: TestCanvas, name: string) =>
  canvas.run({ type: "run", node: name, mode: "to-here" });
export const message = (canvas: TestCanvas, name: string) => canvas.node(name).failure?.message ?? "";
/** What a step made, or why it did not. */
export const made = (canvas: TestCanvas, name: string) =>
  canvas.node(name).failure?.message ?? canvas.output(name);
