// @ts-check
// Runs one layer of the tests and counts what passed and failed.
import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { mochaCommand } from "./layers.mjs";
import { inRoot, root } from "./paths.mjs";

/**
 * The outcome of a layer. `failures` are the tests that failed, with their messages; `omitted` says what was not run and why;
 * `slowest` are the test files that took longest.
 * @typedef {{ passed: number, failed: number, failures: Failure[], omitted: string[], slowest: FileTime[], seconds: number }} Outcome
 */

/** @typedef {{ title: string, message: string }} Failure */

/** @typedef {{ file: string, seconds: number }} FileTime */

/** @typedef {(text: string) => void} Print */

/**
 * @param {import("./layers.mjs").Layer} layer
 * @param {Print} print where its output goes
 * @returns {Promise<Outcome>}
 */
export async function runLayer(layer, print) {
  const start = performance.now();
  const counts = await (layer.programs ? runPrograms(layer, print) : runSuite(layer, print));
  return { omitted: [], failures: [], slowest: [], ...counts, seconds: (performance.now() - start) / 1000 };
}

/** @param {import("./layers.mjs").Layer} layer @param {Print} print */
async function runPrograms({ programs = [], minutes }, print) {
  const failures = [];
  for (const { title, command } of programs) {
    let output = "";
    const code = await execute(command, {}, minutes, (text) => (output += text));
    print(code === 0 ? `  ✔ ${title}\n` : `  ✘ ${title}\n${output}\n`);
    if (code !== 0) failures.push({ title, message: output });
  }
  const failed = failures.length;
  return { passed: programs.length - failed, failed, failures };
}

/**
 * A suite's exit code is not enough: it must have written its report too.
 * @param {import("./layers.mjs").Layer} layer @param {Print} print
 */
async function runSuite({ name, before, files, seconds, command, minutes }, print) {
  const report = inRoot("out", "reports", `${name}.json`);
  await mkdir(dirname(report), { recursive: true });
  await rm(report, { force: true });
  if (before && (await execute(before, {}, minutes, print)) !== 0) return { passed: 0, failed: 1 };

  const suite = command ?? mochaCommand(files ?? "", seconds);
  const code = await execute(suite, { DAGGR_TEST_REPORT: report }, minutes, print);
  const text = await readFile(report, "utf8").catch(() => undefined);
  if (text === undefined) {
    print(`The layer "${name}" ended with code ${code} and wrote no report.\n`);
    return { passed: 0, failed: 1 };
  }
  return countReport(JSON.parse(text), code);
}

/**
 * @param {{ passed: number, failed: number, pending: string[], failures: Failure[], files: FileTime[] }} report
 * @param {number} code the suite's exit code: a failure after the last test fails too
 */
export function countReport({ passed, failed, pending, failures, files }, code) {
  const omitted = pending.map((title) => `${title} (skipped by the test itself)`);
  const slowest = [...files].sort((a, b) => b.seconds - a.seconds).slice(0, 5);
  return { passed, failed: failed || (code === 0 ? 0 : 1), failures, omitted, slowest };
}

/**
 * @param {string[]} command @param {Record<string, string>} env @param {number} minutes @param {Print} print
 * @returns {Promise<number>} the exit code
 */
function execute([program = "", ...args], env, minutes, print) {
  return new Promise((resolve) => {
    // A group of its own, so that nothing it started outlives it.
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, detached: true });
    const end = () => {
      try {
        process.kill(-(child.pid ?? 0), "SIGKILL");
      } catch {
        // It is gone.
      }
    };
    const limit = setTimeout(() => {
      print(`Ended after ${minutes} minutes: it hangs.\n`);
      end();
    }, minutes * 60_000);
    const interrupted = () => {
      end();
      process.exit(130);
    };
    process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
    child.stdout.on("data", (chunk) => print(String(chunk)));
    child.stderr.on("data", (chunk) => print(String(chunk)));
    child.on("error", (error) => print(`${program}: ${error.message}\n`));
    child.on("close", (code) => {
      clearTimeout(limit);
      process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
      resolve(code ?? 1);
    });
  });
}
