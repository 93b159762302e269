import type { ApiInfo, EndpointInfo, ParameterInfo, ReturnInfo } from "../../gradio/schema/api-info.ts";
import type { EndpointChoice } from "../../protocol/language.ts";
import { endpointText } from "../analysis.ts";
import { literalText } from "../edit/text.ts";

/** `(prompt, seed = 42) → Image, Seed`: an endpoint in one line. */
export function signature({ parameters, returns }: EndpointInfo): string {
  const takes = parameters.map(({ name, required, default: value }) =>
    required ? name : `${name} = ${short(value)}`,
  );
  return `(${takes.join(", ")}) → ${returns.map(({ label, component }) => label || component).join(", ") || "nothing"}`;
}

/** The endpoints of an app, to choose from. */
export function endpointChoices({ endpoints }: ApiInfo): readonly EndpointChoice[] {
  return endpoints.map((endpoint) => ({
    name: typeof endpoint.name === "number" ? `/${endpoint.name}` : endpoint.name,
    detail: signature(endpoint),
    ...(endpoint.description && { description: endpoint.description }),
  }));
}

/** An endpoint at a glance, in Markdown. */
export function endpointMarkdown(endpoint: EndpointInfo, space: string): string {
  const lines = [`**${endpointText(endpoint.name).replaceAll("'", "")}** of \`${space}\``];
  if (endpoint.description) lines.push("", endpoint.description);
  if (endpoint.parameters.length > 0) lines.push("", "| parameter | type | default | |", "|---|---|---|---|");
  for (const one of endpoint.parameters)
    lines.push(
      `| \`${one.name}\` | ${code(one.choices ? one.choices.map((choice) => JSON.stringify(choice)).join(" | ") : typeWord(one))} | ${one.required ? "**required**" : code(short(one.default))} | ${cell(one.label)} |`,
    );
  lines.push("", endpoint.returns.length === 0 ? "Returns nothing." : "Returns, in order:");
  for (const one of endpoint.returns)
    lines.push(`- ${cell(one.label || one.component)}: ${code(typeWord(one))}`);
  return lines.join("\n");
}

/** A parameter in Markdown. */
export function parameterMarkdown(parameter: ParameterInfo): string {
  const { label, component, description, choices, minimum, maximum, required, default: value } = parameter;
  const lines = [`**${label || parameter.name}** (${component || "value"}): ${code(typeWord(parameter))}`];
  lines.push("", required ? "Required." : `Default: ${code(short(value))}`);
  if (choices)
    lines.push(
      "",
      `Allowed: ${choices
        .slice(0, 20)
        .map((one) => code(JSON.stringify(one)))
        .join(", ")}`,
    );
  if (minimum !== undefined || maximum !== undefined)
    lines.push("", `From ${minimum ?? "−∞"} to ${maximum ?? "∞"}.`);
  if (description) lines.push("", description);
  return lines.join("\n");
}

/** What a value is, in a word or a short type. */
export function typeWord({ component, type, file }: ReturnInfo): string {
  if (file && type === "string") return component === "File" ? "file" : `${component.toLowerCase()} file`;
  return type.length > 60 ? component || "object" : type;
}

function short(value: unknown): string {
  const text = literalText(value ?? null);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** Code in a table's cell: a bar in it would end the cell. */
function code(text: string): string {
  return `\`${text.replaceAll("|", "\\|").replaceAll("`", "'")}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
