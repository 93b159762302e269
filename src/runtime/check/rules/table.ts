import { callInputs } from "./inputs/call-inputs.ts";
import { commonJs } from "./names/commonjs.ts";
import { componentOptions } from "./components/component-options.ts";
import { differentOutputs } from "./graph/different-outputs.ts";
import { duplicateName } from "./graph/duplicate-name.ts";
import { excludedOption } from "./names/excluded-option.ts";
import { gatherNotScattered } from "./graph/gather-not-scattered.ts";
import { invalidNumber } from "./names/invalid-number.ts";
import { wrongFallback } from "./graph/wrong-fallback.ts";
import { invalidModel } from "./services/invalid-model.ts";
import { invalidOutput } from "./components/invalid-output.ts";
import { invalidPort } from "./names/invalid-port.ts";
import { invalidSpace } from "./services/invalid-space.ts";
import { missingInput } from "./inputs/missing-input.ts";
import { missingTaskInput } from "./services/missing-task-input.ts";
import { missingParameter } from "./services/missing-parameter.ts";
import { needsInputs } from "./inputs/needs-inputs.ts";
import { noProvider } from "./services/no-provider.ts";
import { positionalFunction } from "./inputs/positional-function.ts";
import { portAsText } from "./inputs/port-as-text.ts";
import { portMember } from "./names/port-member.ts";
import { reservedPort } from "./names/reserved-port.ts";
import { otherVersion } from "./names/other-version.ts";
import type { Rule } from "./rule.ts";
import { scatterNoList } from "./graph/scatter-no-list.ts";
import { sharedState } from "./graph/shared-state.ts";
import { tooManyOutputs } from "./services/too-many-outputs.ts";
import { undefinedInput } from "./inputs/undefined-input.ts";
import { unequalLists } from "./graph/unequal-lists.ts";
import { unexportedGraph } from "./graph/unexported-graph.ts";
import { unknownComponent } from "./components/unknown-component.ts";
import { unknownChoice } from "./inputs/unknown-choice.ts";
import { unknownEndpoint } from "./services/unknown-endpoint.ts";
import { unknownInput } from "./inputs/unknown-input.ts";
import { unknownModel } from "./services/unknown-model.ts";
import { unknownParameter } from "./services/unknown-parameter.ts";
import { unknownOption } from "./names/unknown-option.ts";
import { unknownPort } from "./names/unknown-port.ts";
import { unknownSpace } from "./services/unknown-space.ts";
import { unknownTask } from "./services/unknown-task.ts";
import { unmetState } from "./services/unmet-state.ts";
import { uncalledNode } from "./graph/uncalled-node.ts";
import { unlistedCall } from "./graph/unlisted-call.ts";
import { unnamedPorts } from "./inputs/unnamed-ports.ts";
import { unnamedNode } from "./graph/unnamed-node.ts";
import { unusedNode } from "./graph/unused-node.ts";
import { unverified } from "./services/unverified.ts";
import { variantPort } from "./graph/variant-port.ts";
import { wrongArguments } from "./names/wrong-arguments.ts";
import { wrongImport } from "./modules/wrong-import.ts";
import { wrongNew } from "./names/wrong-new.ts";
import { wrongOutput } from "./services/wrong-output.ts";
import { wrongPostprocess } from "./services/wrong-postprocess.ts";
import { wrongReturn } from "./inputs/wrong-return.ts";
import { wrongType } from "./inputs/wrong-type.ts";

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
  unmetState,
  wrongOutput,
  wrongPostprocess,
  unknownModel,
  invalidModel,
  noProvider,
  unknownTask,
  missingTaskInput,
  wrongArguments,
  unknownOption,
  unknownComponent,
  componentOptions,
  invalidOutput,
  invalidNumber,
  excludedOption,
  unknownInput,
  missingInput,
  callInputs,
  positionalFunction,
  needsInputs,
  wrongReturn,
  undefinedInput,
  unnamedPorts,
  portAsText,
  portMember,
  unknownPort,
  reservedPort,
  invalidPort,
  scatterNoList,
  gatherNotScattered,
  unequalLists,
  differentOutputs,
  wrongFallback,
  unlistedCall,
  uncalledNode,
  sharedState,
  variantPort,
  duplicateName,
  unnamedNode,
  unexportedGraph,
  wrongImport,
  wrongNew,
  commonJs,
  unusedNode,
  unverified,
  otherVersion,
];
