// What the types of the module say of its options and members: names, types, defaults and doc comments.
import { readdirSync, readFileSync } from "node:fs";
import { typescript, type ts } from "../../src/runtime/typescript.ts";
import { inRoot } from "../lib/paths.mjs";

const compiler = typescript();
const folder = inRoot("src/runtime/daggr/types");

/** An option of a node, or a member of an object that user code gets. */
export interface Documented {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** As the comment's `@default` says. */
  readonly byDefault: string | undefined;
  readonly meaning: string;
}

/** Interfaces by name: names are unique in the folder. */
const interfaces = new Map<string, ts.InterfaceDeclaration>();
for (const file of readdirSync(folder)) {
  const text = readFileSync(`${folder}/${file}`, "utf8");
  const source = compiler.createSourceFile(file, text, compiler.ScriptTarget.Latest, true);
  for (const statement of source.statements)
    if (compiler.isInterfaceDeclaration(statement)) interfaces.set(statement.name.text, statement);
}

/** What a node, or the graph, is. */
export function aboutOf(maker: string): string {
  return commentOf(constructorOf(maker));
}

/** The options of a node or of the graph, without those that `sharedOptionsOf` tells. */
export function optionsOf(maker: string): readonly Documented[] {
  const parameter = constructorOf(maker).parameters.find(({ name }) => name.getText() === "options");
  if (parameter?.type === undefined) throw new Error(`${maker} takes no options.`);
  return membersIn(parameter.type);
}

function constructorOf(maker: string): ts.ConstructSignatureDeclaration {
  const found = declared(`${maker}Constructor`).members.find(compiler.isConstructSignatureDeclaration);
  if (!found) throw new Error(`${maker} cannot be constructed.`);
  return found;
}

const shared = {
  step: "StepOptions",
  work: "WorkOptions",
  node: "NodeOptions",
} as const;

/** Which of the shared options a maker takes: those of every step, of every node that works, or of every node. */
export function sharedOptionsOf(maker: string): keyof typeof shared | undefined {
  const seen = new Set<string>();
  const follow = (text: string) => {
    for (const [name] of text.matchAll(/\b\w+Options\b/g)) {
      if (seen.has(name)) continue;
      seen.add(name);
      follow(interfaces.get(name)?.getText().split("{")[0] ?? "");
    }
  };
  follow(declared(`${maker}Constructor`).getText());
  return (["step", "work", "node"] as const).find((kind) => seen.has(shared[kind]));
}

/** The members of an interface, without inherited ones. */
export function membersOf(name: string): readonly Documented[] {
  return declared(name).members.flatMap(documented);
}

function declared(name: string): ts.InterfaceDeclaration {
  const found = interfaces.get(name);
  if (!found) throw new Error(`There is no interface ${name} in ${folder}.`);
  return found;
}

function membersIn(type: ts.TypeNode): readonly Documented[] {
  if (compiler.isIntersectionTypeNode(type)) return type.types.flatMap(membersIn);
  if (compiler.isTypeLiteralNode(type)) return type.members.flatMap(documented);
  if (compiler.isTypeReferenceNode(type)) return inherited(type.typeName.getText());
  return [];
}

function inherited(name: string): readonly Documented[] {
  const found = interfaces.get(name);
  if (!found || Object.values<string>(shared).includes(name)) return [];
  const parents = found.heritageClauses?.flatMap(({ types }) => types) ?? [];
  return [
    ...found.members.flatMap(documented),
    ...parents.flatMap(({ expression }) => inherited(expression.getText())),
  ];
}

function documented(member: ts.TypeElement): readonly Documented[] {
  if (member.name === undefined) return [];
  const [, about = "", byDefault] = /^(.*?)(?:\s*@default (.*))?$/s.exec(commentOf(member)) ?? [];
  const name = member.name.getText();
  if (about === "") throw new Error(`'${name}' has no doc comment.`);
  return [
    {
      name,
      type: typeOf(member),
      optional: member.questionToken !== undefined,
      byDefault: byDefault && byDefault.trim(),
      meaning: about.replaceAll(/\{@link (\w+)\}/g, "$1").trim(),
    },
  ];
}

/** The text of the doc comment; `@default` stands behind a sentence, and its own lines are the tag's. */
function commentOf(member: ts.Node): string {
  const [comment] = member.getChildren().filter(compiler.isJSDoc);
  const byDefault = comment?.tags?.find(({ tagName }) => tagName.text === "default");
  const text = (of: ts.JSDoc["comment"]) =>
    (compiler.getTextOfJSDocComment(of) ?? "").replaceAll(/\s+/g, " ");
  return `${text(comment?.comment)}${byDefault ? ` @default ${text(byDefault.comment)}` : ""}`;
}

/** What the page calls types that only the compiler reads. */
const words: Readonly<Record<string, string>> = {
  "I & CheckInputs<I>": "{ name: input }",
  "I & CheckFnInputs<I, P, Given>": "{ name: input }",
  "CheckParameters<I, EndpointOf<A, Endpoints>, Given>": "{ name: input }",
  "CheckApiName<A, Endpoints>": "string | number",
  Validate: "boolean",
  "X & CheckInput<X>": "input",
  "X & CheckInput<X> & CheckList<X>": "input",
  O: "{ name: component }",
  "O & CheckFnOutputs<O, NoInfer<Returned>>": "{ name: component }",
  T: "string",
  "Component<Item<ExactValue<X>>>": "component",
  "Component<ExactValue<X>>": "component",
  "Fallback<NoInfer<Values>>": "value | (error) => value | node",
  "(inputs: ValuesOf<I>) => MaybePromise<object>": "(inputs) => object",
  "(inputs: ValuesOf<I>) => Pre": "(inputs) => object",
  "((...returned: any[]) => Post) & CheckReturned<NoInfer<O>, Awaited<Post>>": "(first, second, …) => value",
  'Postprocess<ReturnsOf<EndpointOf<A, Endpoints>>, Post>["of"] & CheckReturned<NoInfer<O>, Awaited<Post>>':
    "(first, second, …) => value",
  "(returned: Result<R>) => Post": "(returned) => value",
  "readonly AnyNode[]": "node[]",
  "readonly AnyNode[] | { readonly [name: string]: AnyNode }": "{ name: node } | node[]",
  "readonly string[]": "string[]",
  "readonly (Component<any> | WholePort | AnyNode | `${string}.${string}`)[]":
    '(component | port | node | "node.input")[]',
  "readonly (WholePort | AnyNode)[]": "(port | node)[]",
  AppOptions: "{ inputs, outputs }",
  Ports: "{ name: port }",
};

function typeOf(member: ts.TypeElement): string {
  if (compiler.isMethodSignature(member)) {
    const parameters = member.parameters.map(
      ({ name, questionToken, dotDotDotToken }) =>
        `${dotDotDotToken ? "…" : ""}${name.getText()}${questionToken ? "?" : ""}`,
    );
    return `(${parameters.join(", ")})`;
  }
  if (!compiler.isPropertySignature(member) || member.type === undefined)
    throw new Error(`'${member.getText()}' has no type.`);
  const type = member.type.getText().replaceAll(/\s+/g, " ");
  const word = words[type] ?? type;
  if (/[<&]|\b[A-Z]\b/.test(word)) throw new Error(`The page has no word for the type '${type}'.`);
  return word;
}
