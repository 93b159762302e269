import type { ApiInfo, EndpointInfo, ParameterInfo, ReturnInfo } from "../gradio/schema/api-info.ts";
import { allowedValues, alternatives } from "../gradio/schema/json-type.ts";
import type { Json } from "../values/value.ts";
import { parameterType, returnType } from "./value-types.ts";

/** Characters of one Space's declarations. A Space that needs more stays as open as one that nobody knows. */
const maxText = 1024 * 1024;
/** Choices that are told apart. */
const maxChoices = 200;

/** What these give has more forms than their description says. */
const open = new Set(["File", "Video", "HTML", "Radio", "Dropdown", "CheckboxGroup"]);

/**
 * What the interface `Spaces` of the module "daggr" says of a Space: its endpoints. Everything in it that the Space said is a string
 * literal, a type that was made here, or a name of letters and digits; there are no comments from outside.
 *
 * @returns undefined where there is nothing to declare, or too much
 */
export function spaceDeclaration(api: ApiInfo): string | undefined {
  const endpoints = new Map(
    api.endpoints.flatMap((one) => (typeof one.name === "string" ? [[one.name, one] as const] : [])),
  );
  if (endpoints.size === 0) return undefined;
  const members: string[] = [];
  let length = 0;
  for (const [name, endpoint] of endpoints) {
    const text = endpointText(name, endpoint);
    length += text.length;
    if (length > maxText) return undefined;
    members.push(text);
  }
  return visible(`    ${JSON.stringify(api.space)}: {
${members.join("\n")}
    };`);
}

function endpointText(name: string, { parameters, returns }: EndpointInfo): string {
  const inputs = new Map(
    parameters.map((one) => [
      one.name,
      // All may be left out here: a fallback gets its inputs from the node it stands in for, a called node from its caller.
      `          ${JSON.stringify(one.name)}?: ${takenType(one)};`,
    ]),
  );
  const outputs = returns.map((one, index) => `${tupleLabel(one, index)}: ${givenType(one)}`);
  return `      ${JSON.stringify(name)}: {
        inputs: {
${[...inputs.values()].join("\n")}
        };
        outputs: [${outputs.join(", ")}];
      };`;
}

function takenType(parameter: ParameterInfo): string {
  const { choices, jsonType } = parameter;
  if (choices === undefined || choices.length > maxChoices || !choices.every(isPlain))
    return `Parameter<${parameterType(parameter)}>`;
  const words = [...new Set(choices.map((choice) => JSON.stringify(choice)))].join(" | ");
  const isList = alternatives(jsonType, jsonType).some((part) => part.type === "array");
  return `${isList ? "ChoicesParameter" : "ChoiceParameter"}<${words}>`;
}

function isPlain(choice: Json): boolean {
  return typeof choice === "string" || typeof choice === "number" || typeof choice === "boolean";
}

function givenType(returned: ReturnInfo): string {
  return open.has(returned.component) || allowedValues(returned.jsonType) ? "any" : returnType(returned);
}

/** How a parameter of `postprocess` is called where an editor shows it. */
function tupleLabel({ label }: ReturnInfo, index: number): string {
  const word = label
    .slice(0, 40)
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "")
    .toLowerCase();
  return word || `value_${index + 1}`;
}

/**
 * Characters that end a line, that nobody sees or that turn the direction of writing stand as escapes. They can only be in string
 * literals.
 */
function visible(text: string): string {
  return text.replaceAll(
    /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
