// @ts-check
// `npm start`: installs, builds and opens the examples with the extension loaded: in desktop VS Code where `code` is on PATH,
// else in a browser through the VS Code server. Options: --port N, --browser (not desktop VS Code), --folder PATH.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { installCodeServer, serverMain, writeServerSettings } from "./lib/code-server.mjs";
import { installDebianPackages, serverPackages } from "./lib/debian.mjs";
import { node24 } from "./lib/node24.mjs";
import { installDependencies } from "./lib/npm.mjs";
import { inCache, inRoot, root } from "./lib/paths.mjs";
import { onPath, run } from "./lib/run.mjs";

const { values } = parseArgs({
  options: { port: { type: "string" }, browser: { type: "boolean" }, folder: { type: "string" } },
});
const folder = resolve(values.folder ?? inRoot("examples"));
const first = firstFile();
// The extension, loaded from a folder, opens this file and its canvas.
const startEnvironment = { DAGGR_START: first };

await installDependencies();
await run(process.execPath, ["scripts/build.mjs"], { cwd: root, what: "npm run build" });
if (!values.browser && (await onPath("code"))) await openDesktop();
else await openServer();

/** The file to open first. Of the examples, that is the one that needs no network and no Python. */
function firstFile() {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return join(folder, names.find((name) => name === "hello-offline.ts") ?? names.sort()[0] ?? "");
}

async function openDesktop() {
  await run("code", [`--extensionDevelopmentPath=${root}`, "--new-window", folder, "--goto", first], {
    env: startEnvironment,
  });
  console.log(`VS Code opens ${folder} with a workflow and its canvas.`);
}

async function openServer() {
  const port = Number(values.port ?? 3000);
  if (!(await isFree(port))) {
    console.error(
      `Port ${port} is in use (an earlier \`npm start\`?). Choose another: npm start -- --port ${port + 1}`,
    );
    process.exit(1);
  }
  const problem = await installDebianPackages(serverPackages);
  try {
    await installCodeServer();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (problem) console.error(problem);
    process.exit(1);
  }
  // Kept: what was run is there again the next time.
  const data = inCache("start");
  if (!existsSync(data)) await writeServerSettings(data);
  const server = spawn(
    node24,
    [
      serverMain,
      ...["--host", "127.0.0.1", "--port", String(port), "--server-data-dir", data],
      "--without-connection-token",
      "--accept-server-license-terms",
      // The extension of a folder is loaded only with it.
      "--enable-smoke-test-driver",
      // This server opens nothing but what its starter has cloned.
      "--disable-workspace-trust",
      ...["--telemetry-level", "off"],
    ],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...startEnvironment } },
  );
  let output = "";
  let listening = false;
  server.stderr.on("data", (chunk) => (output += chunk));
  server.stdout.on("data", (chunk) => {
    output += chunk;
    if (listening || !output.includes("Extension host agent listening on")) return;
    listening = true;
    console.log(`\nOpen this address in a browser (Ctrl-C here ends it):\n\n  ${address(port)}\n`);
  });
  server.on("exit", (code) => {
    if (!listening) console.error(output);
    process.exit(code ?? 0);
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"]))
    process.on(signal, () => server.kill(signal));
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((answer) => {
    const probe = createServer();
    probe.once("error", () => answer(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => answer(true)));
  });
}

/** @param {number} port */
function address(port) {
  const remote = (/** @type {string} */ path) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = JSON.stringify([
    ["extensionDevelopmentPath", remote(root)],
    ["openFile", remote(first)],
  ]);
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ folder, payload })}`;
}
