import { createHash } from "node:crypto";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { StepError } from "../../failures/failure.ts";
import { runProgram } from "./program.ts";
import { readMetadata, writeMetadata } from "./clone-folder.ts";
import type { SpaceSettings } from "./readme.ts";
import type { LocalSetup } from "./clone-folder.ts";

/** Makes the Space's virtual environment unless there is one for just these requirements. */
export async function prepareEnvironment(work: LocalSetup, settings: SpaceSettings): Promise<void> {
  const { paths } = work;
  const requirements = await readFile(join(paths.repository, "requirements.txt"), "utf8").catch(
    () => undefined,
  );
  const wanted = createHash("sha256")
    .update(JSON.stringify([requirements ?? "", settings.sdkVersion ?? ""]))
    .digest("hex");
  const facts = await readMetadata(paths.metadata);
  const made = await stat(paths.python).catch(() => undefined);
  if (made && facts.environment === wanted) return;
  await rm(paths.venv, { recursive: true, force: true });
  work.tell("Making a virtual environment");
  await makeVenv(work, settings);
  const gradio = settings.sdkVersion ? `gradio==${settings.sdkVersion}` : "gradio";
  work.tell(`Installing ${gradio}`);
  const needs = [
    gradio,
    ...(requirements === undefined ? [] : ["-r", join(paths.repository, "requirements.txt")]),
  ];
  const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", ...needs];
  await runProgram(paths.python, pip, {
    cwd: paths.repository,
    env: work.env,
    log: paths.log("setup"),
    signal: work.signal,
    onLine: (line) => {
      work.line(line);
      const name =
        /^(?:Collecting|Downloading|Building wheel for|Installing collected packages:?) ?(\S*)/.exec(
          line,
        )?.[1];
      if (name) work.tell(`Installing ${name}`);
    },
  });
  await writeMetadata(paths.metadata, { ...facts, environment: wanted });
}

/** With the Python that the Space names, where the machine has it, else with its own. */
async function makeVenv(work: LocalSetup, { pythonVersion }: SpaceSettings): Promise<void> {
  const minor = /^\d+\.\d+/.exec(pythonVersion ?? "")?.[0];
  const named = work.env["DAGGR_PYTHON"];
  const all = [named, minor && `python${minor}`, "python3", "python"].filter(
    (command) => command !== undefined && command !== "",
  );
  const options = {
    cwd: work.paths.folder,
    env: work.env,
    log: work.paths.log("setup"),
    signal: work.signal,
  };
  const failures: string[] = [];
  for (const command of all as string[]) {
    try {
      return await runProgram(command, ["-m", "venv", work.paths.venv], options);
    } catch (error) {
      work.signal.throwIfAborted();
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      failures.push(missing ? `${command} is not installed` : (error as Error).message);
    }
  }
  throw new StepError({
    message: `No virtual environment could be made: ${failures.join("; ")}.`,
    help: "Install Python 3.10 or newer with its venv module.",
  });
}
