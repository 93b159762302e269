import type { Tool } from "./tool.ts";
import { applyFixes } from "./tools/apply-fixes.ts";
import { check } from "./tools/check.ts";
import { components } from "./tools/components.ts";
import { describeModel } from "./tools/describe-model.ts";
import { describeSpace } from "./tools/describe-space.ts";
import { describeWorkflow } from "./tools/describe-workflow.ts";
import { explain } from "./tools/explain.ts";
import { findModels } from "./tools/find-models.ts";
import { findSpaces } from "./tools/find-spaces.ts";
import { getResult } from "./tools/get-result.ts";
import { guide } from "./tools/guide.ts";
import { run } from "./tools/run.ts";
import { testNode } from "./tools/test-node.ts";

/** All tools, in the order in which a workflow is made. */
export const tools: readonly Tool[] = [
  guide,
  findSpaces,
  describeSpace,
  findModels,
  describeModel,
  components,
  check,
  applyFixes,
  explain,
  describeWorkflow,
  testNode,
  run,
  getResult,
];
