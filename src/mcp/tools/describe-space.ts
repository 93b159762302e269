import * as v from "valibot";
import { nodeText } from "../../runtime/check/features/node-code.ts";
import { signature } from "../../runtime/check/features/describe.ts";
import type {
  ApiInfo,
  EndpointInfo,
  ParameterInfo,
  ReturnInfo,
} from "../../runtime/gradio/schema/api-info.ts";
import { parseAddress } from "../../runtime/gradio/connection/space-address.ts";
import { findEndpoint, meantEndpoint, meantEndpointText } from "../../runtime/gradio/schema/endpoint.ts";
import type { ToolHost } from "../host.ts";
import { ToolError } from "../safety/tool-error.ts";
import { json } from "../schemas.ts";
import { tool } from "../tool.ts";

/** Endpoints that are described whole where none is named. */
const maxWhole = 6;
const maxChoices = 60;

const returned = {
  label: v.string(),
  component: v.string(),
  type: v.pipe(v.string(), v.description("As TypeScript; files are path strings.")),
  description: v.optional(v.string()),
};

export const describeSpace = tool({
  name: "describe_space",
  title: "Describe a Space",
  description:
    "The endpoints of a Space or Gradio app: parameters with types, defaults and choices, what is returned, and 'code', a node that is ready to paste. Of a Space with many endpoints, name one to get all of it.",
  input: v.strictObject({
    space: v.pipe(
      v.string(),
      v.maxLength(500),
      v.description('"owner/name", or the address of a Gradio app.'),
    ),
    endpoint: v.optional(v.pipe(v.string(), v.description('Such as "/generate_image".'))),
  }),
  output: v.object({
    space: v.string(),
    version: v.pipe(v.string(), v.description("Gradio's.")),
    stage: v.optional(v.string()),
    endpoints: v.array(
      v.object({
        name: v.union([v.string(), v.number()]),
        signature: v.string(),
        description: v.optional(v.string()),
        generator: v.optional(v.pipe(v.boolean(), v.description("It gives results bit by bit."))),
        parameters: v.optional(
          v.array(
            v.object({
              name: v.string(),
              required: v.boolean(),
              ...returned,
              default: v.optional(json),
              choices: v.optional(v.array(json)),
              furtherChoices: v.optional(v.pipe(v.number(), v.description("How many more there are."))),
              minimum: v.optional(v.number()),
              maximum: v.optional(v.number()),
            }),
          ),
        ),
        returns: v.optional(v.array(v.object(returned))),
        code: v.optional(v.string()),
      }),
    ),
  }),
  annotations: { readOnlyHint: true, openWorldHint: true, idempotentHint: true },
  run: async ({ space, endpoint }, { host, signal }) => {
    const stage = await stageOf(space, host, signal);
    const known = await host.lookup.apis.get(space, { signal });
    if (known.kind === "unknown") {
      const { message, help } = known.failure;
      throw new ToolError([message, help].filter((text) => text !== undefined).join(" "));
    }
    const { api } = known;
    const named = endpoint === undefined ? undefined : namedEndpoint(api, endpoint);
    const shown = named ? [named] : api.endpoints;
    const whole = shown.length <= maxWhole;
    return {
      value: {
        space: api.space,
        version: api.version,
        ...(stage && { stage }),
        endpoints: shown.map((one) => (whole ? described(one, api) : brief(one))),
      },
      wordsOf: `the Space ${space}`,
    };
  },
});

function namedEndpoint(api: ApiInfo, endpoint: string): EndpointInfo {
  const found = findEndpoint(api, endpoint);
  if (found) return found;
  const names = api.endpoints.map(({ name }) => String(name));
  throw new ToolError(
    `'${api.space}' has no endpoint '${endpoint}'.${meantEndpointText(meantEndpoint(endpoint, names))} It has ${names.join(", ")}.`,
  );
}

/** How a Space of the Hub is; of other addresses nothing is known. Those are for the person's own assistants. */
async function stageOf(space: string, host: ToolHost, signal: AbortSignal): Promise<string | undefined> {
  const { hub } = host.lookup;
  const address = parseAddress(space, hub.endpoint);
  if (address.kind !== "space") {
    if (host.options.visitors)
      throw new ToolError("Only Spaces of the Hub can be asked here. Name one as owner/name.");
    return undefined;
  }
  const lookup = await hub.space(address.id, { signal });
  if (lookup.kind === "found") return lookup.info.stage;
  throw new ToolError(
    `There is no Space '${address.id}', or it is private${lookup.signedIn ? "" : " and nobody is signed in (--allow account)"}. 'find_spaces' finds others.`,
  );
}

function brief(endpoint: EndpointInfo) {
  const { name, description } = endpoint;
  return { name, signature: signature(endpoint), ...(description && { description }) };
}

function described(endpoint: EndpointInfo, api: ApiInfo) {
  const { name, generator, parameters, returns } = endpoint;
  const node = { kind: "gradio", space: api.space, endpoint: String(name) } as const;
  return {
    ...brief(endpoint),
    generator,
    parameters: parameters.map(parameterOf),
    returns: returns.map(returnOf),
    code: nodeText({ kind: "gradio", node, api }),
  };
}

function parameterOf(parameter: ParameterInfo) {
  const { name, required, default: value, choices, minimum, maximum } = parameter;
  return {
    name,
    required,
    ...returnOf(parameter),
    ...(value !== undefined && { default: value }),
    ...(choices && { choices: choices.slice(0, maxChoices) }),
    ...(choices && choices.length > maxChoices && { furtherChoices: choices.length - maxChoices }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}

function returnOf({ label, component, type, description }: ReturnInfo) {
  return { label, component, type, ...(description && { description }) };
}
