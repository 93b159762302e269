// @ts-check
// `npm run package`: builds, and packs the extension to daggr-VERSION.vsix and the npm package to daggr-VERSION.tgz, in the
// repository's root. `--built`: dist/ is new. `--vsix` or `--npm`: only this one.
import { packExtension } from "./lib/packages/extension.mjs";
import { installDependencies } from "./lib/npm.mjs";
import { packNpm } from "./lib/packages/npm.mjs";
import { root } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

const options = new Set(process.argv.slice(2));
const all = !options.has("--vsix") && !options.has("--npm");

await installDependencies();
if (!options.has("--built")) {
  await run(process.execPath, ["scripts/build.mjs"], { cwd: root, what: "npm run build" });
}
if (all || options.has("--vsix")) await packExtension();
if (all || options.has("--npm")) await packNpm();
