import assert from "node:assert/strict";
import { isWorkflowText } from "../../../src/runtime/text/workflow-text.ts";

describe("a text may be a workflow", () => {
  for (const text of [
    `import { Graph } from "daggr";`,
    `import { Graph } from 'daggr'`,
    `const { Graph } = require("daggr");`,
    `import { Graph } from "@gradio/daggr";`,
    `import { Graph } from "daggr-js";`,
  ])
    it(`with ${text}`, () => assert.ok(isWorkflowText(text)));

  for (const text of [
    `import { Graph } from "./daggr";`,
    `import { Graph } from "../lib/daggr.ts";`,
    `import { Graph } from "daggry";`,
    `import { Graph } from "graph"; // of daggr`,
  ])
    it(`not with ${text}`, () => assert.ok(!isWorkflowText(text)));
});
