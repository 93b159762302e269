import { commonJs } from "./commonjs.ts";
import { differentOutputs } from "./different-outputs.ts";
import { duplicateName } from "./duplicate-name.ts";
import { gatherNotScattered } from "./gather-not-scattered.ts";
import { invalidModel } from "./invalid-model.ts";
import { invalidPort } from "./invalid-port.ts";
import { invalidSpace } from "./invalid-space.ts";
import { missingInput } from "./missing-input.ts";
import { missingTaskInput } from "./missing-task-input.ts";
import { missingParameter } from "./missing-parameter.ts";
import { needsInputs } from "./needs-inputs.ts";
import { noProvider } from "./no-provider.ts";
import { positionalFunction } from "./positional-function.ts";
import { reservedPort } from "./reserved-port.ts";
import { otherVersion } from "./other-version.ts";
import type { Rule } from "./rule.ts";
import { scatterNoList } from "./scatter-no-list.ts";
import { tooManyOutputs } from "./too-many-outputs.ts";
import { undefinedInput } from "./undefined-input.ts";
import { unequalLists } from "./unequal-lists.ts";
import { unexportedGraph } from "./unexported-graph.ts";
import { unknownChoice } from "./unknown-choice.ts";
import { unknownEndpoint } from "./unknown-endpoint.ts";
import { unknownInput } from "./unknown-input.ts";
import { unknownModel } from "./unknown-model.ts";
import { unknownParameter } from "./unknown-parameter.ts";
import { unknownOption } from "./unknown-option.ts";
import { unknownPort } from "./unknown-port.ts";
import { unknownSpace } from "./unknown-space.ts";
import { unknownTask } from "./unknown-task.ts";
import { unnamedNode } from "./unnamed-node.ts";
import { unusedNode } from "./unused-node.ts";
import { unverified } from "./unverified.ts";
import { variantPort } from "./variant-port.ts";
import { wrongReturn } from "./wrong-return.ts";
import { wrongType } from "./wrong-type.ts";

/** Every rule, in the order of the documentation. */
export const rules: readonly Rule[] = [
  unknownSpace,
  invalidSpace,
  unknownEndpoint,
  unknownParameter,
  missingParameter,
  wrongType,
  unknownChoice,
  tooManyOutputs,
  unknownModel,
  invalidModel,
  noProvider,
  unknownTask,
  missingTaskInput,
  unknownOption,
  unknownInput,
  missingInput,
  positionalFunction,
  needsInputs,
  wrongReturn,
  undefinedInput,
  unknownPort,
  reservedPort,
  invalidPort,
  scatterNoList,
  gatherNotScattered,
  unequalLists,
  differentOutputs,
  variantPort,
  duplicateName,
  unnamedNode,
  unexportedGraph,
  commonJs,
  unusedNode,
  unverified,
  otherVersion,
];
