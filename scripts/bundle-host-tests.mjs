// @ts-check
// Bundles the in-host suite for a debugger that starts VS Code itself (F5). `npm test` and `npm run test:desktop` do it too.
import { bundleHostTests } from "./lib/host-bundle.mjs";

await bundleHostTests();
