import { typescript, type ts } from "../../typescript.ts";
import { removeElement } from "../edit/object.ts";
import type { Edit } from "../edit/edit.ts";
import { bare, type Entry, type Shape, type Values } from "./values.ts";

/** What a constructor was given. */
export interface Arguments {
  /** The Space, model or function. */
  readonly target?: ts.Expression;
  readonly options?: Shape;
  /** Where they are not as the constructor takes them: edits that make them so, where what is meant is certain. */
  readonly wrong?: { readonly edits: readonly Edit[] };
}

/** What people call the first argument where they write it among the options. */
const targetWords: Readonly<Record<string, readonly string[]>> = {
  FnNode: ["fn", "func", "function", "run", "handler", "execute", "callback"],
  GradioNode: ["space", "src", "url", "id", "app", "spaceId", "space_id", "spaceOrUrl", "space_or_url"],
  InferenceNode: ["model", "modelId", "model_id", "id"],
};

/** Options that are meant by a text, and by another value, that stands without a name. */
const bareOptions: Readonly<Record<string, { readonly text: string; readonly other?: string }>> = {
  Graph: { text: "name", other: "nodes" },
  InputNode: { text: "name", other: "ports" },
  TextInput: { text: "message" },
  Approve: { text: "message", other: "value" },
  ChooseOne: { text: "message", other: "options" },
};

/** Reads the arguments of a node or a graph, also where they stand in the wrong way. */
export function readArguments(made: ts.NewExpression, maker: string, values: Values): Arguments {
  const args = made.arguments ?? [];
  const [first, second] = args;
  if (first === undefined || args.some((one) => typescript().isSpreadElement(one)))
    return first ? { target: first } : {};
  if (Object.hasOwn(targetWords, maker)) {
    const object = literalOf(first);
    if (object !== undefined && second === undefined)
      return withTargetInside(object, targetWords[maker] ?? [], values);
    const keywords = args.slice(1).every((one) => keywordOf(one) !== undefined);
    if (second !== undefined && keywords)
      return { target: first, ...withoutNames(args.slice(1), undefined, values) };
    return { target: first, ...(second && { options: values.shapeOf(second) }) };
  }
  const names = bareOptions[maker];
  const isWrong = names !== undefined && (second !== undefined || isBare(first, values));
  return isWrong ? withoutNames(args, names, values) : { options: values.shapeOf(first) };
}

function literalOf(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const inner = bare(expression);
  return typescript().isObjectLiteralExpression(inner) ? inner : undefined;
}

/** Whether an argument certainly is no object of options: a text, a list, a port. */
function isBare(argument: ts.Expression, { daggr }: Values): boolean {
  const compiler = typescript();
  const inner = bare(argument);
  if (compiler.isStringLiteralLike(inner) || compiler.isArrayLiteralExpression(inner)) return true;
  if (keywordOf(inner) !== undefined) return true;
  return !compiler.isObjectLiteralExpression(inner) && daggr.isPort(daggr.checker.getTypeAtLocation(inner));
}

/** `new FnNode({ fn: shout, inputs: … })` */
function withTargetInside(
  object: ts.ObjectLiteralExpression,
  words: readonly string[],
  values: Values,
): Arguments {
  const shape = values.shapeOf(object);
  const entry = words.map((word) => shape.entries.get(word)).find((one) => one !== undefined);
  const { value, written } = entry ?? {};
  if (entry === undefined || value === undefined || written?.parent !== object)
    return { wrong: { edits: [] }, options: shape };
  const entries = new Map([...shape.entries].filter(([name]) => name !== entry.name));
  const start = object.getStart();
  const edits = [
    { start, end: start, text: `${value.getText()}, ` },
    removeElement(written, object.properties),
  ];
  return { target: value, options: { ...shape, entries }, wrong: { edits } };
}

/** `new Graph("Speech", [speech])`, `new TextInput("Your name?")`, `new Graph("Speech", { nodes: [speech] })` */
function withoutNames(
  args: readonly ts.Expression[],
  names: { readonly text: string; readonly other?: string } | undefined,
  values: Values,
): Arguments {
  const compiler = typescript();
  const entries = new Map<string, Entry>();
  let object: ts.ObjectLiteralExpression | undefined;
  for (const argument of args) {
    const literal = literalOf(argument);
    const keyword = keywordOf(argument);
    const name = keyword?.name ?? (compiler.isStringLiteralLike(bare(argument)) ? names?.text : names?.other);
    if (literal !== undefined && object === undefined) object = literal;
    else if (name === undefined || entries.has(name)) return { wrong: { edits: [] } };
    else entries.set(name, entryOf(name, keyword?.value ?? argument, values));
  }
  const shape = object && values.shapeOf(object);
  const taken = [...entries.keys()].some((name) => shape?.entries.has(name));
  if (taken) return { wrong: { edits: [] } };
  const named = [...entries.values()].map(({ name, value }) => `${name}: ${value?.getText() ?? ""}`);
  const inside = object?.properties.map((one) => one.getText()) ?? [];
  const span = { start: args[0]!.getStart(), end: args.at(-1)!.getEnd() };
  return {
    options: {
      expression: object ?? args[0]!,
      closed: shape?.closed ?? true,
      entries: new Map([...entries, ...(shape?.entries ?? [])]),
    },
    wrong: { edits: [{ ...span, text: `{ ${[...named, ...inside].join(", ")} }` }] },
  };
}

function entryOf(name: string, value: ts.Expression, { daggr }: Values): Entry {
  return { name, value, key: value, optional: false, type: daggr.checker.getTypeAtLocation(value) };
}

/** An argument written as Python's keyword arguments are: `label="Text"`. */
export interface Keyword {
  readonly name: string;
  readonly value: ts.Expression;
  /** The value as TypeScript writes it. */
  readonly text: string;
}

/** In TypeScript that assigns to a variable, which nobody means between the parentheses of a call. */
export function keywordOf(argument: ts.Expression): Keyword | undefined {
  const compiler = typescript();
  const inner = bare(argument);
  if (!compiler.isBinaryExpression(inner) || inner.operatorToken.kind !== compiler.SyntaxKind.EqualsToken)
    return undefined;
  const { left, right } = inner;
  return compiler.isIdentifier(left)
    ? { name: left.text, value: right, text: inTypeScript(right) }
    : undefined;
}

const words: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };

function inTypeScript(value: ts.Expression): string {
  const text = value.getText();
  return words[text] ?? text;
}
