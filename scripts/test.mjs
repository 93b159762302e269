// @ts-check
// `npm test [-- LAYER…]`: installs what is needed, builds, runs the layers, and ends with one line `N passed, N failed`.
import { relative } from "node:path";
import { installForTests } from "./lib/environment.mjs";
import { runLayer } from "./lib/layer-run.mjs";
import { layers } from "./lib/layers.mjs";
import { installDependencies } from "./lib/npm.mjs";
import { root } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

/** @typedef {import("./lib/layers.mjs").Layer} Layer */
/** @typedef {import("./lib/layer-run.mjs").Outcome} Outcome */

const chosen = choose(process.argv.slice(2));
/** @type {Map<string, Outcome>} */
const outcomes = new Map();

try {
  await installDependencies();
  const missing = await installForTests(new Set(chosen.flatMap((layer) => layer.needs)));
  await run(process.execPath, ["scripts/build.mjs"], { cwd: root, what: "npm run build" });
  await runAll(missing);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  outcomes.set("preparation", { passed: 0, failed: 1, failures: [], omitted: [], slowest: [], seconds: 0 });
}
summarise();

/** @param {string[]} names */
function choose(names) {
  const unknown = names.filter((name) => !layers.some((layer) => layer.name === name));
  if (unknown.length) {
    console.error(
      `There is no layer ${unknown.join(", ")}. Layers: ${layers.map(({ name }) => name).join(", ")}.`,
    );
    process.exit(2);
  }
  return names.length ? layers.filter(({ name }) => names.includes(name)) : layers;
}

/**
 * The machine may have two cores: one cheap layer runs at the same time as the others, and what it prints is shown when it is done.
 * @param {Map<string, string>} missing
 */
async function runAll(missing) {
  /** @param {Layer} layer @param {(text: string) => void} print */
  const runOne = async (layer, print) => {
    print(`\n── ${layer.name}: ${layer.about}\n`);
    const reasons = layer.needs.flatMap((need) => missing.get(need) ?? []);
    if (!reasons.length) outcomes.set(layer.name, await runLayer(layer, print));
    else
      outcomes.set(layer.name, {
        passed: 0,
        failed: 0,
        failures: [],
        omitted: [`the whole layer: ${reasons.join("; ")}`],
        slowest: [],
        seconds: 0,
      });
  };
  const background = chosen
    .filter((layer) => layer.background)
    .map(async (layer) => {
      let output = "";
      await runOne(layer, (text) => (output += text));
      process.stdout.write(output);
    });
  for (const layer of chosen) {
    // The browser's waits are long but not endless: it gets the machine for itself.
    if (layer.name === "host" || layer.name === "browser") await Promise.all(background);
    if (!layer.background) await runOne(layer, (text) => process.stdout.write(text));
  }
  await Promise.all(background);
}

function summarise() {
  const sum = { passed: 0, failed: 0 };
  // Once more at the end: the end is what is left of a long log.
  for (const [name, { failures }] of outcomes)
    for (const { title, message } of failures)
      console.log(`\n── failed in ${name}: ${title}\n${message.slice(0, 2000)}`);
  console.log("\n── summary");
  for (const [name, { passed, failed, omitted, slowest, seconds }] of outcomes) {
    console.log(`${name.padEnd(12)} ${passed} passed, ${failed} failed in ${seconds.toFixed(0)} s`);
    for (const { file, seconds } of slowest)
      console.log(`${" ".repeat(12)} ${seconds.toFixed(0).padStart(4)} s ${relative(root, file)}`);
    for (const what of omitted) console.log(`${" ".repeat(12)} NOT RUN: ${what}`);
    sum.passed += passed;
    sum.failed += failed + (process.env.CI ? omitted.length : 0);
  }
  if (sum.passed + sum.failed === 0) sum.failed = 1;
  process.exitCode = sum.failed ? 1 : 0;
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
}
