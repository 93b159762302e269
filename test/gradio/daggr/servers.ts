import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { daggrEnvironment, pythonOf } from "../../../scripts/lib/python.mjs";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { sharedApp } from "../../support/gradio.ts";
import { testToken } from "../../support/hub.ts";
import { startProcess } from "../../support/processes.ts";
import { Served } from "../../support/served.ts";
import { startOriginalsHub } from "../../support/spaces.ts";
import type { Side } from "./asked.ts";
import { examples } from "./examples.ts";
import { graphs } from "./graphs.ts";

export interface BothSides {
  readonly daggr: Side;
  readonly ours: Side;
  stop(): Promise<void>;
}

interface Surroundings {
  /** The app that one of the small graphs calls. */
  readonly app: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Starts daggr's server with its examples and the small graphs, and ours with their translations, against the same Hub.
 *
 * @param folder where the examples are
 */
export async function startBoth(folder: string): Promise<BothSides> {
  const [hub, { url: app }, home] = await Promise.all([
    startOriginalsHub(),
    sharedApp("core"),
    mkdtemp(join(tmpdir(), "daggr-home-")),
  ]);
  const surroundings = { app, env: { ...hub.env, HF_TOKEN: testToken, HF_HOME: home } };
  const starting = [startDaggr(folder, surroundings), startOurs(surroundings)] as const;
  const stop = async () => {
    const started = await Promise.allSettled(starting);
    await Promise.all(started.flatMap((side) => (side.status === "fulfilled" ? [side.value.stop()] : [])));
    await hub.stop();
    await rm(home, { recursive: true, force: true });
  };
  try {
    const [daggr, ours] = await Promise.all(starting);
    return { daggr, ours, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In one process, since it takes seconds to load daggr. */
async function startDaggr(folder: string, { app, env }: Surroundings) {
  const files = new Map<string, string>([
    ...examples.map(({ program }) => [program, join(folder, `${program}.py`)] as const),
    ...graphs.map((graph) => [graph, `${inRoot("test/workspaces/rest/graphs.py")}:${graph}`] as const),
  ]);
  const ready = /^serving (.*)\n/m;
  const python = await startProcess(
    pythonOf(daggrEnvironment),
    [inRoot("test/support/launch-daggr.py"), ...files.values()],
    {
      ready,
      env: {
        ...env,
        APP: app,
        // Nothing is to be opened.
        BROWSER: "true",
        GRADIO_ANALYTICS_ENABLED: "False",
        NO_PROXY: "127.0.0.1,localhost",
        PYTHONDONTWRITEBYTECODE: "1",
        PYTHONUNBUFFERED: "1",
      },
    },
  );
  const [, printed = ""] = ready.exec(python.log()) ?? [];
  const places = printed.split(" ");
  const ports = new Map([...files.keys()].map((graph, index) => [graph, places[index]]));
  return {
    address: (graph: string, path: string) => `http://127.0.0.1:${ports.get(graph)}${path}`,
    stop: () => python.stop(),
  };
}

/** One workflow with all graphs. */
async function startOurs({ app, env }: Surroundings) {
  const files: Record<string, string> = {};
  for (const folder of ["python-examples", "rest"].map((name) => inRoot("test/workspaces", name)))
    for (const name of await readdir(folder))
      if (name.endsWith(".ts")) files[name] = await readFile(join(folder, name), "utf8");
  files["graphs.ts"] = files["graphs.ts"]!.replace('"APP"', JSON.stringify(app));
  const served = await Served.start({
    workflow: [
      'export * from "./graphs.ts";',
      ...examples.map(
        ({ translation }, index) => `export { graph as graph${index} } from "./${translation}.ts";`,
      ),
    ].join("\n"),
    files,
    env,
    args: ["abidlabs/en2fr", "merve/background-removal"].flatMap((space) => ["--allow-local", space]),
  });
  const names = new Map(
    examples.map(({ program, translation }) => {
      const [, name = ""] = /new Graph\(\{\s*name: "(.+?)"/.exec(files[`${translation}.ts`] ?? "") ?? [];
      return [program, name];
    }),
  );
  return {
    address: (graph: string, path: string) =>
      `${served.origin}${path}?graph=${encodeURIComponent(names.get(graph) ?? graph)}`,
    stop: () => served.stop(),
  };
}
