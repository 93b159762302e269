// @ts-check
// Python environments with the real Gradio, of several major versions, and with daggr itself.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { installInPlace } from "./cache.mjs";
import { inCache, inRoot } from "./paths.mjs";
import { capture, run } from "./run.mjs";

/** The environments the tests need; each has its pinned packages in scripts/python/NAME.txt. */
export const gradioEnvironments = ["gradio-6", "gradio-5", "gradio-4"];

/** What the benchmarks compare with. */
export const daggrEnvironment = "daggr-0.8.0";

/** The S3 server of the tests. */
export const s3Environment = "moto";

/** @param {string} name @returns {string} the environment's interpreter */
export const pythonOf = (name) => inCache(name, "bin", "python");

/** @param {string[]} names environments to make unless they are there */
export async function installPythonEnvironments(names) {
  // One after the other: pip's own download cache serves the second what the first has fetched.
  for (const name of names) {
    const requirements = inRoot("scripts", "python", `${name}.txt`);
    const version = createHash("sha256")
      .update(await readFile(requirements))
      .digest("hex");
    await installInPlace(name, version, async (folder) => {
      await run(await findPython(), ["-m", "venv", folder], {
        quiet: true,
        what: `python -m venv ${folder}`,
      });
      await run(
        join(folder, "bin", "python"),
        ["-m", "pip", "install", "--disable-pip-version-check", "--prefer-binary", "-r", requirements],
        { quiet: true, what: `pip install of ${name}` },
      );
    });
  }
}

/** The pinned packages have wheels for these versions. */
async function findPython() {
  for (const command of ["python3", "python3.11", "python3.12", "python3.13"]) {
    const check = "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))";
    if ((await capture(command, ["-c", check], { quiet: true })).code === 0) return command;
  }
  throw new Error(
    "The tests need Python 3.11, 3.12 or 3.13 with its venv module (on Debian: apt-get install python3-venv).",
  );
}
