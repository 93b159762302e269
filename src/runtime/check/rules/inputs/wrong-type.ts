import { typescript, type ts } from "../../../typescript.ts";
import { didYouMean, quoteClosestFirst } from "../../../text/similarity.ts";
import type { Analysis } from "../../analysis.ts";
import type { Entry, NodeSite } from "../../model/model.ts";
import { joinedPort } from "../../model/ports.ts";
import { bare } from "../../model/values.ts";
import { closestFixes } from "../closest-fix.ts";
import { entryAndOption, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";
import { portInText } from "./port-as-text.ts";
import { scattered } from "./scatter-fix.ts";
import { nodeText } from "../names/unknown-port.ts";

export const wrongType: Rule = {
  code: "wrong-type",
  severity: "error",
  summary: "A value or a joined port does not fit the endpoint's parameter, or the function's input.",
  explanation:
    "The Space tells the type of each parameter, and a function's annotation that of its inputs. A fixed value, a component, " +
    "the result of a function and a port all have to fit it; files are path strings, and an image's path is no audio's.",
  wrong: `new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: "A cheetah", height: "1024" },
})`,
  right: `new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: "A cheetah", height: 1024 },
})`,
  *check(analysis) {
    for (const call of analysis.calls) {
      if (!call.comparable) continue;
      for (const entry of call.site.inputs?.entries.values() ?? []) {
        const expected = analysis.endpointTypes.parameter(call.space, call.endpoint.name, entry.name);
        const given = givenInput(entry, analysis);
        if (
          expected === undefined ||
          given === undefined ||
          analysis.daggr.checker.isTypeAssignableTo(given, expected)
        )
          continue;
        const wanted = `Parameter '${entry.name}' of ${call.title}`;
        const found = problem(wanted, entry, given, expected, analysis);
        yield { ...found, covers: entryAndOption(entry.key) };
      }
    }
    for (const site of analysis.model.nodes) yield* inFunction(site, analysis);
  },
};

/** Inputs that do not fit what a function is annotated with. Types that flow from the inputs into the function always fit. */
function* inFunction({ fn, inputs, options }: NodeSite, analysis: Analysis): Generator<RuleDiagnostic> {
  const { parameters, declaration, label } = fn ?? {};
  if (parameters?.kind !== "destructured" && parameters?.kind !== "object") return;
  if (options?.entries.has("preprocess") || declaration?.typeParameters) return;
  for (const { name, type: expected, optional } of parameters.inputs?.values() ?? []) {
    const entry = inputs?.entries.get(name);
    const given = entry && expected && givenInput(entry, analysis);
    if (entry === undefined || given === undefined || expected === undefined) continue;
    // What is null when it runs, as an empty component is, is nothing to an input that may be left out.
    if (optional && given.flags & typescript().TypeFlags.Null) continue;
    if (analysis.daggr.checker.isTypeAssignableTo(given, expected)) continue;
    const found = problem(`Input '${name}' of ${label}`, entry, given, expected, analysis);
    yield { ...found, covers: entryAndOption(entry.key) };
  }
}

/** As `givenType`; also undefined where the text stands for a port, which has a message of its own. */
export function givenInput(entry: Entry, analysis: Analysis): ts.Type | undefined {
  return portInText(entry, analysis) === undefined ? givenType(entry.type, analysis) : undefined;
}

/** The type of the values that an input brings, whatever brings them. Undefined where it is not known. */
function givenType(type: ts.Type, { daggr }: Analysis): ts.Type | undefined {
  const { TypeFlags } = typescript();
  const { checker } = daggr;
  const [signature] = type.getCallSignatures();
  const value =
    daggr.isPort(type) || daggr.isComponent(type) ? daggr.valueOf(type) : signature?.getReturnType();
  const awaited = value === undefined ? type : (checker.getAwaitedType(value) ?? value);
  // Nothing, or nothing yet, fits every input; a plain `undefined` is a mistake of another kind.
  const given = awaited.isUnion() ? checker.getNonNullableType(awaited) : awaited;
  // A node, a component's maker and `undefined` are mistakes of other kinds.
  if (daggr.isNode(given) || daggr.isComponent(given) || daggr.isPort(given)) return undefined;
  const unclear =
    TypeFlags.Any |
    TypeFlags.Unknown |
    TypeFlags.Never |
    TypeFlags.TypeParameter |
    TypeFlags.Undefined |
    TypeFlags.Void;
  if (given.flags & unclear) return undefined;
  return given.getProperties().some(({ name }) => name.startsWith("this port ")) ? undefined : given;
}

function problem(
  /** What takes the value: `Parameter 'text' of endpoint '/say'`. */
  taker: string,
  entry: Entry,
  given: ts.Type,
  expected: ts.Type,
  analysis: Analysis,
): RuleDiagnostic {
  const { daggr } = analysis;
  const wanted = daggr.checker.getNonNullableType(expected);
  const words = wordsOf(wanted);
  const { value } = entry;
  const literal = value && literalIn(value);
  const text = literal?.text ?? "";
  const takes = words === undefined ? daggr.text(wanted) : quoteClosestFirst(text, words);
  const but = words && literal ? `${literal.getText()} is none of them` : givenText(entry, given, analysis);
  const at = value?.getSourceFile() === analysis.file ? value : entry.key;
  return {
    at: spanOf(at),
    message: `${taker} takes ${takes}, but ${but}.${didYouMean(text, words ?? [])}`,
    fixes: value
      ? [
          ...closestFixes(text, words ?? [], literal),
          ...scattered(value, given, expected, analysis),
          ...otherPorts(value, expected, analysis),
          ...converted(value, expected, analysis),
        ]
      : [],
  };
}

/** The texts of a choice, `"dry" | "wet"`. */
function wordsOf(type: ts.Type): readonly string[] | undefined {
  const parts = type.isUnion() ? type.types : [type];
  const words = parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
  return words.length === parts.length ? words : undefined;
}

function literalIn(value: ts.Expression): ts.StringLiteralLike | undefined {
  const inner = bare(value);
  return typescript().isStringLiteralLike(inner) ? inner : undefined;
}

function givenText({ value, type }: Entry, given: ts.Type, analysis: Analysis): string {
  const { daggr, values } = analysis;
  const what = daggr.text(given);
  const joined = value && daggr.isPort(type) ? joinedPort(value, values) : undefined;
  if (joined !== undefined)
    return `port '${joined.use.port}' of '${nodeText(joined.use.owner, analysis)}' carries ${what}`;
  if (daggr.isComponent(type)) return `${value?.getText().split("(")[0] ?? "the component"} gives ${what}`;
  if (type.getCallSignatures().length > 0) return `the function returns ${what}`;
  const inner = value && bare(value);
  const literal =
    inner && (typescript().isLiteralExpression(inner) || inner.getText().length < 30)
      ? inner.getText()
      : undefined;
  return `${literal === undefined || literal === what ? "the value" : literal} is ${what}`;
}

/** Other ports of the same node that would fit. */
function otherPorts(
  value: ts.Expression,
  expected: ts.Type,
  { daggr, values }: Analysis,
): readonly RuleFix[] {
  const use = joinedPort(value, values)?.use;
  if (use === undefined || use.name.getSourceFile() !== values.file) return [];
  const fitting = [...(daggr.portsOf(use.ownerType) ?? [])].filter(([name, symbol]) => {
    const carried = daggr.valueOf(daggr.checker.getTypeOfSymbol(symbol));
    return name !== use.port && carried !== undefined && daggr.checker.isTypeAssignableTo(carried, expected);
  });
  return fitting.slice(0, 3).map(([name]) => ({
    title: `Use port '${name}' instead`,
    edits: [{ ...spanOf(use.name), text: name }],
    safe: false,
  }));
}

/** `"1024"` where a number is wanted, `1024` where a text is. */
function converted(value: ts.Expression, expected: ts.Type, { daggr, file }: Analysis): readonly RuleFix[] {
  const compiler = typescript();
  const { checker } = daggr;
  const inner = bare(value);
  if (inner.getSourceFile() !== file) return [];
  const fits = (type: ts.Type) => checker.isTypeAssignableTo(type, expected);
  const texts: string[] = [];
  if (compiler.isStringLiteralLike(inner)) {
    if (inner.text.trim() !== "" && Number.isFinite(Number(inner.text)) && fits(checker.getNumberType()))
      texts.push(String(Number(inner.text)));
    if (/^(true|false)$/i.test(inner.text) && fits(checker.getBooleanType()))
      texts.push(inner.text.toLowerCase());
  } else if (compiler.isNumericLiteral(inner) && fits(checker.getStringType()))
    texts.push(JSON.stringify(inner.text));
  return texts.map((text) => ({
    title: `Change to ${text}`,
    edits: [{ ...spanOf(inner), text }],
    safe: false,
  }));
}
