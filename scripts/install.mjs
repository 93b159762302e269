// @ts-check
// Installs what the tests need and is not in the project's own node_modules. `npm test` does the same by itself.
import { installForTests } from "./lib/environment.mjs";

const missing = await installForTests();
for (const [what, why] of missing) console.error(`${what}: ${why}`);
process.exitCode = missing.size ? 1 : 0;
