import { withoutPassword } from "../../files/http/address-login.ts";
import { typescript, type ts } from "../../typescript.ts";
import { taskNames } from "../../inference/tasks/table.ts";
import type { Completion, CompletionKind, Completions, Position } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import { rangeOf, toTextEdits } from "../run-rules.ts";
import { componentCode, outputCode } from "../edit/component-code.ts";
import { importNames } from "../edit/imports.ts";
import { keyText, literalText } from "../edit/text.ts";
import { portName } from "../edit/port-names.ts";
import { taskOfNode } from "../model/tasks.ts";
import { spanOf } from "../rules/rule.ts";
import { offsetOf, type CursorTarget, cursorTargetAt } from "./cursor-target.ts";
import { endpointMarkdown, parameterMarkdown, signature, typeWord } from "./describe.ts";
import { offeredPorts } from "./offered-ports.ts";

/** A suggestion before it has its place and order. */
interface Offer {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  readonly documentation?: string;
  readonly insert?: string;
  readonly imports?: readonly string[];
}

export async function complete(analysis: Analysis, position: Position): Promise<Completions | undefined> {
  const offset = offsetOf(analysis.file, position);
  const spot = cursorTargetAt(analysis, offset);
  if (spot === undefined) return undefined;
  const offers = await offersFor(spot, analysis);
  const range = rangeOf(analysis.file, replaced(spot, offset));
  const items = offers.map(({ label, kind, insert, imports = [], ...rest }, index): Completion => {
    const edits = toTextEdits(analysis.file, importNames(analysis.file, imports));
    return {
      ...rest,
      label,
      kind,
      range,
      insert: insert ?? label,
      order: String(index).padStart(4, "0"),
      ...(edits.length > 0 && { edits }),
    };
  });
  // Only searches on the Hub depend on what is typed next.
  return { items, incomplete: spot.kind === "target" };
}

/** What a suggestion takes the place of. */
function replaced(spot: CursorTarget, offset: number): { readonly start: number; readonly end: number } {
  const compiler = typescript();
  if ("literal" in spot) return insideOf(spot.literal);
  const node: ts.Node | undefined =
    spot.kind === "entry-name" ? spot.name : spot.kind === "entry-value" ? spot.node : undefined;
  const isWord =
    node !== undefined &&
    (compiler.isIdentifier(node) || compiler.isStringLiteralLike(node)) &&
    node.getWidth() > 0;
  return isWord && node.getStart() <= offset && offset <= node.getEnd()
    ? spanOf(node)
    : { start: offset, end: offset };
}

/** The text between the quotes; the closing one may not have been typed yet. */
function insideOf(literal: ts.StringLiteralLike): { readonly start: number; readonly end: number } {
  const text = literal.getText();
  const isClosed = text.length > 1 && text.at(-1) === text[0];
  return { start: literal.getStart() + 1, end: literal.getEnd() - (isClosed ? 1 : 0) };
}

async function offersFor(spot: CursorTarget, analysis: Analysis): Promise<readonly Offer[]> {
  switch (spot.kind) {
    case "target":
      return targets(spot.site.kind === "inference" ? "model" : "space", spot.literal.text, analysis);
    case "api-name":
      return endpoints(spot, analysis);
    case "task":
      return taskNames.map((label) => ({ label, kind: "task" }));
    case "entry-name":
      return spot.of === "inputs" ? parameters(spot, analysis) : outputs(spot, analysis);
    case "entry-value":
      return values(spot, analysis);
    case "returned":
      return [];
  }
}

async function targets(
  kind: "space" | "model",
  text: string,
  { model, lookup }: Analysis,
): Promise<readonly Offer[]> {
  const query = text.trim();
  if (/^https?:/.test(query)) return [];
  const of = kind === "space" ? "gradio" : "inference";
  const used = new Set(
    model.nodes.flatMap((site) => (site.kind === of && site.target ? [site.target.value] : [])),
  );
  used.delete(withoutPassword(text));
  const search = kind === "space" ? lookup.searchSpaces(query) : lookup.searchModels(query);
  // Offline there are still those of this file.
  const found = await search.catch(() => []);
  const others = found.filter(({ id }) => !used.has(id));
  return [...[...used].map((id) => ({ id, detail: "in this file" })), ...others].map(({ id, detail }) => ({
    label: id,
    kind,
    detail,
  }));
}

function endpoints({ site }: CursorTarget, { lookup }: Analysis): readonly Offer[] {
  const answer = site.target && lookup.space(site.target.value);
  if (answer?.kind !== "known") return [];
  return answer.value.endpoints.map((endpoint) => ({
    label: typeof endpoint.name === "number" ? `/${endpoint.name}` : endpoint.name,
    kind: "endpoint",
    detail: signature(endpoint),
    documentation: endpointMarkdown(endpoint, answer.value.space),
  }));
}

function parameters({ site }: CursorTarget, { calls, lookup, values: known }: Analysis): readonly Offer[] {
  const given = new Set(site.inputs?.entries.keys());
  const call = calls.find((one) => one.site === site);
  if (call !== undefined)
    return call.endpoint.parameters
      .filter(({ name }) => !given.has(name))
      .sort((a, b) => Number(b.required) - Number(a.required))
      .map((parameter) => ({
        label: parameter.name,
        kind: "parameter",
        detail: `${typeWord(parameter)}${parameter.required ? ", required" : ""}`,
        documentation: parameterMarkdown(parameter),
        insert: `${keyText(parameter.name)}: ${componentCode(parameter)}`,
        imports: ["gr"],
      }));
  const facts = site.fn?.parameters;
  if (facts?.kind === "destructured" || facts?.kind === "object")
    return [...(facts.inputs?.values() ?? [])]
      .filter(({ name }) => !given.has(name))
      .map(({ name, optional }) => ({
        label: name,
        kind: "parameter",
        detail: optional ? "has a default" : "required",
        insert: `${keyText(name)}: `,
      }));
  const task = taskOfNode(site, lookup, known);
  return (task?.spec?.inputs ?? [])
    .filter(({ name }) => !given.has(name))
    .map(({ name, about, component, required }) => ({
      label: name,
      kind: "parameter",
      detail: `${component}${required ? ", required" : ""}`,
      documentation: about,
      insert: `${name}: gr.${component}()`,
      imports: ["gr"],
    }));
}

function outputs({ site }: CursorTarget, { calls }: Analysis): readonly Offer[] {
  const call = calls.find((one) => one.site === site);
  const place = site.outputs?.entries.size ?? 0;
  const taken = new Set(site.outputs?.entries.keys());
  return (call?.endpoint.returns ?? []).slice(place).map((returned, index) => {
    const name = portName(returned, place + index, taken);
    return {
      label: name,
      kind: "port",
      detail: `return value ${place + index + 1}: ${typeWord(returned)}`,
      insert: `${keyText(name)}: ${outputCode(returned, name)}`,
      imports: ["gr"],
    };
  });
}

function values(spot: Extract<CursorTarget, { kind: "entry-value" }>, analysis: Analysis): readonly Offer[] {
  const { site, name, node } = spot;
  const call = analysis.calls.find((one) => one.site === site);
  const parameter = call?.endpoint.parameters.find((one) => one.name === name);
  const inText = node !== undefined && typescript().isStringLiteralLike(node);
  const choices = (parameter?.choices ?? []).map((choice): Offer => {
    const text = literalText(choice);
    return { label: inText && typeof choice === "string" ? choice : text, kind: "value", insert: text };
  });
  if (inText) return choices;
  const expected = call && analysis.endpointTypes.parameter(call.space, call.endpoint.name, name);
  const ports = offeredPorts(site, expected, analysis).map(({ text, detail }): Offer => ({
    label: text,
    kind: "port",
    detail,
  }));
  if (parameter === undefined) return ports;
  const component = componentCode(parameter);
  const flags = parameter.type === "boolean" ? ["true", "false"] : [];
  return [
    ...ports,
    ...choices,
    ...flags.map((label): Offer => ({ label, kind: "value" })),
    { label: component, kind: "value", detail: "an input on the canvas", imports: ["gr"] },
  ];
}
