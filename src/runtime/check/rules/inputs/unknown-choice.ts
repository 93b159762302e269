import { typescript, type ts } from "../../../typescript.ts";
import type { Json } from "../../../values/value.ts";
import { isSimilar, quoteClosestFirst, sortBySimilarity, isObviousTypo } from "../../../text/similarity.ts";
import type { Analysis, SpaceCall } from "../../analysis.ts";
import { literalText, quotedLike } from "../../edit/text.ts";
import type { Entry } from "../../model/model.ts";
import { givenInput } from "./wrong-type.ts";
import { entryAndOption, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";

export const unknownChoice: Rule = {
  code: "unknown-choice",
  severity: "error",
  summary: "A value is not among those that the parameter allows.",
  explanation:
    "Dropdowns, radios and checkbox groups of a Space take their listed values only. Fixed values, the choices of a component " +
    "and ports that carry certain words are compared; a dropdown that takes other values is left alone.",
  wrong: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello", voice: "alice" } })`,
  right: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello", voice: "Alice" } })`,
  *check(analysis) {
    for (const call of analysis.calls) {
      if (!call.comparable) continue;
      for (const { name, choices } of call.endpoint.parameters) {
        const entry = call.site.inputs?.entries.get(name);
        if (entry === undefined || choices === undefined || choices.length === 0) continue;
        const given = givenInput(entry, analysis);
        for (const value of given === undefined ? [] : literals(given, analysis))
          if (!choices.includes(value)) yield problem(call, entry, value, choices, analysis);
      }
    }
  },
};

/** A choice as messages show it. */
function wordOf(choice: Json): string {
  return typeof choice === "string" ? choice : literalText(choice);
}

type Plain = string | number | boolean;

/** The words or numbers that a type consists of; none where it may be any text. */
function literals(type: ts.Type, { daggr }: Analysis): readonly Plain[] {
  const { checker } = daggr;
  if (checker.isTupleType(type) || checker.isArrayType(type)) {
    const items = checker.getTypeArguments(type as ts.TypeReference);
    return items.flatMap((item) => plainOf(item) ?? []);
  }
  return plainOf(type) ?? [];
}

function plainOf(type: ts.Type): readonly Plain[] | undefined {
  const parts = type.isUnion() ? type.types : [type];
  const found: Plain[] = [];
  for (const part of parts) {
    if (part.isStringLiteral() || part.isNumberLiteral()) found.push(part.value);
    else if (!(part.flags & typescript().TypeFlags.Null)) return undefined;
  }
  return found;
}

function problem(
  call: SpaceCall,
  entry: Entry,
  value: Plain,
  choices: readonly Json[],
  analysis: Analysis,
): RuleDiagnostic {
  const words = choices.map(wordOf);
  const node = entry.value && literalNode(entry.value, value, analysis);
  const best = sortBySimilarity(String(value), words)[0];
  const meant = best !== undefined && isSimilar(String(value), best) ? ` Did you mean '${best}'?` : "";
  const at = node ?? (entry.value?.getSourceFile() === analysis.file ? entry.value : entry.key);
  return {
    at: spanOf(at),
    message:
      `'${value}' is not allowed for parameter '${entry.name}' of ${call.title}. ` +
      `Allowed values: ${quoteClosestFirst(String(value), words)}.${meant}`,
    fixes: node ? fixes(node, value, choices) : [],
    covers: entryAndOption(entry.key),
  };
}

function fixes(node: ts.Expression, value: Plain, choices: readonly Json[]): readonly RuleFix[] {
  const ranked = sortBySimilarity(String(value), choices.map(wordOf));
  return ranked.slice(0, 5).map((word, place) => {
    const choice = choices.find((one) => wordOf(one) === word);
    const text = typeof choice === "string" ? quotedLike(node, choice) : word;
    return {
      title: `Change '${value}' to '${word}'`,
      edits: [{ ...spanOf(node), text }],
      safe: place === 0 && isObviousTypo(String(value), word, choices.map(wordOf)),
    };
  });
}

/** Where a word stands in the expression that brings it. */
function literalNode(
  value: ts.Expression,
  word: Plain,
  { values, file }: Analysis,
): ts.Expression | undefined {
  const compiler = typescript();
  const visit = (node: ts.Node): ts.Expression | undefined => {
    const isWord =
      typeof word === "string"
        ? compiler.isStringLiteralLike(node) && node.text === word
        : compiler.isNumericLiteral(node) && Number(node.text) === word;
    return isWord ? (node as ts.Expression) : compiler.forEachChild(node, visit);
  };
  const written = visit(value) ?? (values.written(value) && visit(values.written(value)!));
  return written?.getSourceFile() === file ? written : undefined;
}
