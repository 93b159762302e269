import { invalidModel } from "./invalid-model.ts";
import { invalidSpace } from "./invalid-space.ts";
import { missingInput } from "./missing-input.ts";
import { missingParameter } from "./missing-parameter.ts";
import { noProvider } from "./no-provider.ts";
import type { Rule } from "./rule.ts";
import { unknownEndpoint } from "./unknown-endpoint.ts";
import { unknownInput } from "./unknown-input.ts";
import { unknownModel } from "./unknown-model.ts";
import { unknownParameter } from "./unknown-parameter.ts";
import { unknownPort } from "./unknown-port.ts";
import { unknownSpace } from "./unknown-space.ts";
import { unverified } from "./unverified.ts";

/** Every rule, in the order of the documentation. */
export const rules: readonly Rule[] = [
  unknownSpace,
  invalidSpace,
  unknownEndpoint,
  unknownParameter,
  missingParameter,
  unknownModel,
  invalidModel,
  noProvider,
  unknownPort,
  unknownInput,
  missingInput,
  unverified,
];
