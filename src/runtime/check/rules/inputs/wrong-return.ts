import { typescript, type ts } from "../../../typescript.ts";
import { didYouMean, quoteClosestFirst } from "../../../text/similarity.ts";
import { componentForType } from "../../edit/component-for-type.ts";
import { type Daggr, isOpen } from "../../model/daggr.ts";
import type { Entry, FunctionFacts, NodeSite, Shape } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { closestFixes, siblingsOf } from "../closest-fix.ts";
import { entrySpan, type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";
import { returnFixes } from "./return-fixes.ts";
import { shownBy } from "../shown-by.ts";

export const wrongReturn: Rule = {
  code: "wrong-return",
  severity: "error",
  summary: "What the function of an FnNode returns does not fit the node's outputs.",
  explanation:
    "With one output, what the function returns is its value. With several, it returns an object with their names, or an array " +
    "in their order. Each value has to be what the output's component shows; `null` is nothing, and fits every one.",
  wrong: `new FnNode(({ text }) => text.length, {
  inputs: { text: gr.Textbox() },
  outputs: { length: gr.Textbox() },
})`,
  right: `new FnNode(({ text }) => text.length, {
  inputs: { text: gr.Textbox() },
  outputs: { length: gr.Number() },
})`,
  *check({ model, daggr, file }) {
    const { Null, Undefined, Void } = typescript().TypeFlags;
    // A function that returns nothing returns null; TypeScript's own types want it written.
    const nothing = isJavaScript(file) ? Null | Undefined | Void : Null;
    for (const site of model.nodes) {
      const { fn, outputs, options } = site;
      if (fn === undefined || outputs === undefined || !outputs.closed || options?.closed === false) continue;
      if (options?.entries.has("postprocess") || fn.declaration?.typeParameters) continue;
      const result = resultOf(fn, daggr);
      if (result === undefined || isUnclear(result, nothing)) continue;
      const found =
        outputs.entries.size === 1
          ? ofOne(site, result, nothing, daggr)
          : ofSeveral(site, result, nothing, daggr);
      for (const { entry, ...problem } of found)
        yield {
          ...problem,
          at: spanOf(entry.key.getSourceFile() === file ? entry.key : fn.argument),
          covers: problem.covers ?? [entrySpan(entry.key)],
        };
    }
  },
};

type Found = Omit<RuleDiagnostic, "at"> & { readonly entry: Entry };

function* ofOne(
  { fn, outputs }: NodeSite,
  result: ts.Type,
  nothing: ts.TypeFlags,
  daggr: Daggr,
): Generator<Found> {
  const [entry] = outputs?.entries.values() ?? [];
  if (entry === undefined || fn === undefined) return;
  for (const found of mismatch(entry, result, nothing, `${fn.label} returns`, daggr)) {
    const better = returnFixes(fn, entry, result, entry.key.getSourceFile());
    // Nothing shows what is not returned, and no component shows bytes.
    yield { ...found, fixes: better.length > 0 ? better : (found.fixes ?? []) };
  }
}

function* ofSeveral(
  { fn, outputs }: NodeSite,
  result: ts.Type,
  nothing: ts.TypeFlags,
  daggr: Daggr,
): Generator<Found> {
  const { checker } = daggr;
  const entries = [...(outputs?.entries.values() ?? [])];
  const [first] = entries;
  if (fn === undefined || first === undefined || isOpen(result)) return;
  if (checker.isTupleType(result))
    yield* otherOrder(fn, outputs!, result as ts.TypeReference, nothing, daggr);
  if (checker.isArrayLikeType(result)) return;
  if (isPlain(result)) {
    const names = entries.map(({ name }) => name).join(", ");
    const message = `The node has ${entries.length} outputs, but ${fn.label} returns ${daggr.text(result)}. Return an object with their names, as in { ${names} }, or an array in their order.`;
    yield { entry: first, message, covers: entries.map(({ key }) => entrySpan(key)) };
    return;
  }
  const returned = checker.getPropertiesOfType(result).map(({ name }) => name);
  for (const entry of entries) {
    const property = result.getProperty(entry.name);
    if (property === undefined) yield missing(entry, fn, returned);
    else {
      const type = checker.getTypeOfSymbol(property);
      if (!isUnclear(type, nothing))
        yield* mismatch(entry, type, nothing, `'${entry.name}' of what ${fn.label} returns is`, daggr);
    }
  }
}

/** A list whose values are not what the outputs in their order show. */
function* otherOrder(
  { label }: FunctionFacts,
  outputs: Shape,
  list: ts.TypeReference,
  nothing: ts.TypeFlags,
  daggr: Daggr,
): Generator<Found> {
  const { checker } = daggr;
  const entries = [...outputs.entries.values()];
  const items = checker.getTypeArguments(list);
  if (items.length !== entries.length) return;
  const fits = (entry: Entry, item: ts.Type) => {
    const shown = daggr.isComponent(entry.type) ? daggr.valueOf(entry.type) : undefined;
    const value = item.isUnion() ? without(item, nothing, daggr) : item;
    return (
      shown === undefined ||
      value === undefined ||
      isUnclear(value, nothing) ||
      checker.isTypeAssignableTo(value, shown)
    );
  };
  const wrong = entries.findIndex((entry, place) => !fits(entry, items[place]!));
  const entry = entries[wrong];
  if (entry === undefined) return;
  const order = items.map((item) => entries.filter((one) => fits(one, item)));
  const isOneWay = order.every((one) => one.length === 1) && new Set(order.flat()).size === entries.length;
  const texts = order.map(([one]) => one?.written?.getText());
  const isWritten = entries.every(({ written }) => written?.parent === outputs.literal);
  const edits = entries.flatMap(({ written }, place) =>
    written ? [{ ...spanOf(written), text: texts[place] ?? "" }] : [],
  );
  yield {
    entry,
    message: `A list goes to the outputs in their order, but ${label} returns ${items.map((item) => daggr.text(item)).join(", ")}, and output '${entry.name}' stands where ${daggr.text(items[wrong]!)} comes.`,
    fixes:
      isOneWay && isWritten
        ? [{ title: "Put the outputs in the order of the list", edits, safe: false }]
        : [],
  };
}

function missing(entry: Entry, { label }: FunctionFacts, returned: readonly string[]): Found {
  const taken = siblingsOf(entry);
  const free = returned.filter((name) => !taken.has(name));
  const has =
    returned.length === 0 ? "which is empty" : `which has ${quoteClosestFirst(entry.name, returned)}`;
  return {
    entry,
    message: `Output '${entry.name}' not found in what ${label} returns, ${has}.${didYouMean(entry.name, free)}`,
    fixes: closestFixes(entry.name, free, entry.written?.name),
  };
}

function* mismatch(
  entry: Entry,
  given: ts.Type,
  nothing: ts.TypeFlags,
  gives: string,
  daggr: Daggr,
): Generator<Found> {
  const { checker } = daggr;
  const shown = daggr.isComponent(entry.type) ? daggr.valueOf(entry.type) : undefined;
  if (shown === undefined) return;
  const value = given.isUnion() ? without(given, nothing, daggr) : given;
  if (value === undefined || checker.isTypeAssignableTo(value, shown)) return;
  const call = entry.value && bare(entry.value);
  const component = call && typescript().isCallExpression(call) ? call.expression.getText() : "its component";
  yield {
    entry,
    message: `Output '${entry.name}' shows ${daggr.text(shown)} by ${component}, but ${gives} ${daggr.text(value)}.`,
    fixes: shownBy(entry, componentForType(value, daggr)),
  };
}

/** What a function hands back in the end: a promise's value; a generator's returned value, else what it yields. */
function resultOf({ argument }: FunctionFacts, { checker }: Daggr): ts.Type | undefined {
  const compiler = typescript();
  const returned = checker.getTypeAtLocation(argument).getCallSignatures()[0]?.getReturnType();
  const type = returned && (checker.getAwaitedType(returned) ?? returned);
  if (type === undefined || !/^(Async)?Generator$/.test(type.symbol?.name ?? "")) return type;
  const [yielded, end] = checker.getTypeArguments(type as ts.TypeReference);
  return end !== undefined && end.flags & compiler.TypeFlags.Void ? yielded : end;
}

function without(union: ts.UnionType, flags: ts.TypeFlags, { checker }: Daggr): ts.Type | undefined {
  const rest = union.types.filter((type) => (type.flags & flags) === 0);
  return rest.length === union.types.length
    ? union
    : rest.length === 1
      ? rest[0]
      : checker.getNonNullableType(union);
}

/** A text, a number, a switch, or nothing at all. */
function isPlain(type: ts.Type): boolean {
  const { StringLike, NumberLike, BooleanLike, BigIntLike, Void, Undefined } = typescript().TypeFlags;
  const plain = StringLike | NumberLike | BooleanLike | BigIntLike | Void | Undefined;
  return (type.isUnion() ? type.types : [type]).every(({ flags }) => (flags & plain) !== 0);
}

function isUnclear({ flags }: ts.Type, nothing: ts.TypeFlags): boolean {
  const { Any, Unknown, Never, TypeParameter } = typescript().TypeFlags;
  return (flags & (Any | Unknown | Never | TypeParameter | nothing)) !== 0;
}

function isJavaScript({ flags }: ts.SourceFile): boolean {
  return (flags & typescript().NodeFlags.JavaScriptFile) !== 0;
}
