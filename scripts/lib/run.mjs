// @ts-check
// Running other programs from scripts.
import { spawn } from "node:child_process";
import { isAbsolute } from "node:path";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to this process's environment
 * @property {boolean} [quiet] keep the output and show it only when the program fails
 * @property {string} [what] what the program is for, in the words of the error message
 */

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<void>} rejects when the program fails, with what it printed if it was quiet
 */
export async function run(command, args, options = {}) {
  const result = await capture(command, args, options);
  if (result.code === 0) return;
  const what = options.what ?? `${command} ${args.join(" ")}`;
  throw new Error(`${what} failed (exit code ${result.code}).${result.output && `\n${result.output}`}`);
}

/**
 * Runs a program to its end and returns how it went. Without `quiet` its output is shown and not returned.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} code 127 when there is no such program
 */
export function capture(command, args, { cwd, env, quiet } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      // For `npm`, which is a script there. A path would need quotes.
      shell: process.platform === "win32" && !isAbsolute(command),
    });
    let output = "";
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 127, output: output + error.message }));
    child.on("close", (code, signal) =>
      resolve({ code: code ?? 1, output: output + (signal ? `\n(${signal})` : "") }),
    );
  });
}

/** @param {string} command @returns {Promise<boolean>} whether there is such a program on PATH */
export async function onPath(command) {
  const finder = process.platform === "win32" ? "where" : "which";
  return (await capture(finder, [command], { quiet: true })).code === 0;
}
