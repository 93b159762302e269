import { typescript, type ts } from "../../../src/runtime/typescript.ts";
import type { Analysis } from "../../../src/runtime/check/analysis.ts";
import type { NodeSite } from "../../../src/runtime/check/model/model.ts";
import { isMember } from "../../../src/runtime/check/model/ports.ts";

/** A right workflow with one name misspelt. */
export interface Mutation {
  readonly title: string;
  readonly code: string;
  /** Where the problem must be reported: 0-based. */
  readonly at: { readonly line: number; readonly character: number };
  /** One of these rules must report it. */
  readonly rules: readonly string[];
}

/** Every port, parameter, endpoint and input of a workflow, misspelt one at a time. */
export function mutations(analysis: Analysis): readonly Mutation[] {
  const { model, file, daggr, calls } = analysis;
  const found: Mutation[] = [];
  const add = (
    what: string,
    node: ts.Node | undefined,
    rules: readonly string[],
    valid: readonly string[],
  ): void => {
    if (node?.getSourceFile() !== file) return;
    const text = node.getText();
    const name = text.replace(/^["'`]|["'`]$/g, "");
    const wrong = misspelt(name, valid);
    if (wrong === undefined) return;
    const start = node.getStart();
    const code =
      file.text.slice(0, start) + written(node, text, name, wrong) + file.text.slice(node.getEnd());
    found.push({
      title: `${what} '${name}' as '${wrong}'`,
      code,
      at: file.getLineAndCharacterOfPosition(start),
      rules,
    });
  };
  for (const use of model.ports) {
    const ports = daggr.portsOf(use.ownerType);
    if (ports && !isMember(use)) add("port", use.name, ["unknown-port"], [...ports.keys()]);
  }
  for (const call of calls) {
    if (!call.comparable) continue;
    add(
      "endpoint",
      call.site.apiName?.literal?.written,
      ["unknown-endpoint"],
      call.api.endpoints.map(({ name }) => String(name)),
    );
    const parameters = call.endpoint.parameters.map(({ name }) => name);
    for (const name of keysOf(call.site)) add("parameter", name, ["unknown-parameter"], parameters);
  }
  for (const site of model.nodes) {
    const parameters = site.fn?.parameters;
    if (parameters?.kind !== "destructured" || parameters.rest || site.options?.entries.has("preprocess"))
      continue;
    for (const name of keysOf(site)) add("input", name, ["unknown-input"], [...parameters.inputs.keys()]);
  }
  return found;
}

function keysOf({ inputs }: NodeSite): readonly ts.Node[] {
  return [...(inputs?.entries.values() ?? [])].flatMap(({ written: property }) => property?.name ?? []);
}

/** A slip as people make them: two letters exchanged, one doubled, one left out; never another valid name. */
function misspelt(name: string, valid: readonly string[]): string | undefined {
  const middle = Math.max(1, Math.floor(name.length / 2));
  const slips = [
    name.slice(0, middle) + name.slice(middle - 1),
    name.slice(0, middle - 1) + name.slice(middle),
    `${name}s`,
  ];
  return slips.find(
    (slip) => slip.length > 1 && slip !== name && !valid.includes(slip) && /^\/?[A-Za-z_]\w*$/.test(slip),
  );
}

function written(node: ts.Node, text: string, name: string, wrong: string): string {
  const compiler = typescript();
  // `{ image }` is the key and the value in one.
  if (compiler.isShorthandPropertyAssignment(node.parent)) return `${wrong}: ${name}`;
  if (compiler.isBindingElement(node.parent) && node.parent.propertyName === undefined)
    return `${wrong}: ${name}`;
  return text.replace(name, wrong);
}
