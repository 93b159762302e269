import { stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { within } from "../../failures/network.ts";
import { StepError } from "../../failures/failure.ts";
import { fetchPublic } from "../../files/public-fetch.ts";
import { answerLimits } from "../answer-limits.ts";
import { bootstrap } from "./bootstrap.ts";
import { Program } from "./program.ts";
import type { SpaceSettings } from "./readme.ts";
import type { LocalSetup } from "./clone-folder.ts";

/** An app that runs on this machine. */
export interface LocalApp {
  readonly url: string;
  readonly program: Program;
}

/** What Gradio prints when it listens. An app that prints another host is not followed there. */
const localUrl =
  /Running on local URL:\s+(https?):\/\/(?:127\.0\.0\.1|0\.0\.0\.0|localhost):(\d{1,5})(?!\S*\w)/;

/** Between two looks whether the app answers, in milliseconds. */
const poll = 300;

/** Starts the Space's app on a free port and waits until it answers. */
export async function launch(work: LocalSetup, settings: SpaceSettings): Promise<LocalApp> {
  const { paths, env, signal } = work;
  const app = await appFile(paths.repository, settings);
  if (!app) {
    throw new StepError({
      message: `The Space "${work.id}" has no app.py, so it is not known how to start it.`,
      help: "Leave runLocally out.",
    });
  }
  const port = await freePort();
  const timeout = (Number(env["DAGGR_LOCAL_TIMEOUT"]) || 120) * 1000;
  let url = `http://127.0.0.1:${port}`;
  work.tell("Starting the app");
  const program = new Program(paths.python, ["-u", "-c", bootstrap, app], {
    cwd: paths.repository,
    env: { ...env, GRADIO_SERVER_PORT: String(port), GRADIO_SERVER_NAME: "127.0.0.1", PYTHONUNBUFFERED: "1" },
    log: paths.log("run"),
    onLine: (line) => {
      work.line(line);
      // Apps may insist on a port of their own.
      const [, scheme, own] = localUrl.exec(line) ?? [];
      if (scheme && own) url = `${scheme}://127.0.0.1:${own}`;
    },
  });
  try {
    const answers = async () => {
      const options = { named: url, signal: within(2_000, signal), maxBytes: answerLimits.description };
      const response = await fetchPublic(`${url}/config`, options);
      await response.body?.cancel();
      return response.ok;
    };
    await untilReady(work, program, () => answers().catch(() => false), timeout);
    return { url, program };
  } catch (error) {
    await program.kill();
    throw error;
  }
}

async function untilReady(
  work: LocalSetup,
  program: Program,
  ready: () => Promise<boolean>,
  timeout: number,
): Promise<void> {
  const end = Date.now() + timeout;
  const ended = program.ended.then((result) => ({ result }));
  ended.catch(() => {});
  const log = work.paths.log("run");
  for (;;) {
    const first = await Promise.race([ended, ready()]);
    work.signal.throwIfAborted();
    if (first === true) return;
    if (typeof first === "object") {
      const last = program.tail.filter((line) => line.trim()).slice(-3);
      throw new StepError({
        message: `The Space "${work.id}" ended while it started (${first.result}): ${last.join(" / ")}`,
        help: `Its log: ${log}. Some Spaces need a GPU or packages of the system.`,
      });
    }
    if (Date.now() > end) {
      throw new StepError({
        message: `The Space "${work.id}" did not answer within ${timeout / 1000} seconds of its start.`,
        help: `Its log: ${log}. DAGGR_LOCAL_TIMEOUT gives it more seconds.`,
      });
    }
    await delay(poll, undefined, { signal: work.signal });
  }
}

async function appFile(repository: string, { appFile: named }: SpaceSettings): Promise<string | undefined> {
  for (const name of [named, "app.py", "main.py", "demo.py"]) {
    if (!name) continue;
    const path = join(repository, name);
    // A README must not lead out of the clone.
    if (path.startsWith(repository) && (await stat(path).catch(() => undefined))?.isFile()) return path;
  }
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
