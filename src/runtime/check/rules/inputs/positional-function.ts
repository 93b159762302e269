import { typescript, type ts } from "../../../typescript.ts";
import { quoteList } from "../../../text/similarity.ts";
import type { FunctionFacts, NodeSite } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";

export const positionalFunction: Rule = {
  code: "positional-function",
  severity: "error",
  summary: "An FnNode's function takes its inputs one after another instead of as one object.",
  explanation:
    "A function gets one object of named inputs and a context: `({ text, maxWords = 100 }, context) => …`. The fix rewrites " +
    "a function that is written in place, and wraps any other.",
  wrong: `function summarize(text: string, maxWords = 100) {
  return text.split(" ").slice(0, maxWords).join(" ");
}
new FnNode(summarize, { inputs: { text: gr.Textbox(), maxWords: 50 } });`,
  right: `function summarize(text: string, maxWords = 100) {
  return text.split(" ").slice(0, maxWords).join(" ");
}
new FnNode(({ text, maxWords }) => summarize(text, maxWords), { inputs: { text: gr.Textbox(), maxWords: 50 } });`,
  *check({ model }) {
    for (const site of model.nodes) {
      const exchanged = site.fn && contextFirst(site.fn);
      if (exchanged !== undefined) {
        yield exchanged;
        continue;
      }
      const names = site.fn && positionalNames(site);
      if (names === undefined || site.fn === undefined) continue;
      const { label, argument, declaration } = site.fn;
      const context = declaration && contextOf(inputParameters(declaration), site.inputs) ? ", context" : "";
      yield {
        at: spanOf(argument),
        message:
          `${label.charAt(0).toUpperCase()}${label.slice(1)} takes ${quoteList(names)} one after another, but the function of an ` +
          `FnNode gets one object of inputs. Write ({ ${names.join(", ")} }${context}) => ….`,
        covers: [spanOf(argument)],
        fixes: fix(site, site.fn),
      };
    }
  },
};

/** `(context, { text }) => …` */
function contextFirst({ argument, declaration, label }: FunctionFacts): RuleDiagnostic | undefined {
  const [first, second, ...others] = declaration ? inputParameters(declaration) : [];
  if (first === undefined || second === undefined || others.length > 0) return undefined;
  if (!/^_?(context|ctx)$/.test(first.name.getText()) || !typescript().isObjectBindingPattern(second.name))
    return undefined;
  const isHere = first.getSourceFile() === argument.getSourceFile();
  const edits = [
    { ...spanOf(first), text: second.getText() },
    { ...spanOf(second), text: first.getText() },
  ];
  return {
    at: spanOf(isHere ? first : argument),
    message: `The inputs come first and the context second, but ${label} takes them the other way round. Write (${second.name.getText()}, ${first.name.getText()}) => ….`,
    fixes: isHere ? [{ title: "Exchange the parameters", edits, safe: true }] : [],
    covers: [spanOf(argument), ...(argument.parent ? [spanOf(argument.parent)] : [])],
  };
}

/** The parameters that certainly are inputs by position. */
export function positionalNames({ fn, inputs }: NodeSite): readonly string[] | undefined {
  const compiler = typescript();
  if (fn?.declaration === undefined || fn.parameters.kind === "destructured") return undefined;
  const all = inputParameters(fn.declaration);
  const [first] = all;
  const context = contextOf(all, inputs);
  const names = all.filter((one) => one !== context).map(({ name }) => name.getText());
  // The only other parameter is the context.
  if (fn.parameters.kind === "positional" || all.length > 2) return names;
  const isGiven =
    first && compiler.isIdentifier(first.name) && !first.type && inputs?.entries.has(first.name.text);
  return isGiven ? names : undefined;
}

function inputParameters({ parameters }: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
  return parameters.filter(({ name }) => name.getText() !== "this");
}

/** The last of several parameters, where it certainly is the context: it takes it apart, or is called so and no input is. */
function contextOf(
  parameters: readonly ts.ParameterDeclaration[],
  inputs: NodeSite["inputs"],
): ts.ParameterDeclaration | undefined {
  const last = parameters.at(-1);
  if (parameters.length < 2 || last === undefined) return undefined;
  const isContext =
    typescript().isObjectBindingPattern(last.name) ||
    (/^_?(context|ctx)$/.test(last.name.getText()) && !inputs?.entries.has(last.name.getText()));
  return isContext ? last : undefined;
}

function fix(site: NodeSite, fn: FunctionFacts): readonly RuleFix[] {
  const compiler = typescript();
  const { declaration, argument } = fn;
  if (declaration === undefined) return [];
  const all = inputParameters(declaration);
  const context = contextOf(all, site.inputs);
  const parameters = all.filter((one) => one !== context);
  if (parameters.some(({ name, dotDotDotToken }) => !compiler.isIdentifier(name) || dotDotDotToken))
    return [];
  const first = parameters[0];
  const last = parameters.at(-1);
  if (first === undefined || last === undefined) return [];
  const inPlace = bare(argument) === declaration;
  if (!inPlace)
    return [
      {
        title: "Wrap the function",
        edits: [{ ...spanOf(argument), text: wrapped(site, argument, parameters, context !== undefined) }],
        safe: true,
      },
    ];
  const hasParentheses = declaration
    .getText()
    .slice(0, first.getStart() - declaration.getStart())
    .includes("(");
  const text = destructured(parameters);
  return [
    {
      title: "Take the inputs as one object",
      edits: [{ start: first.getStart(), end: last.getEnd(), text: hasParentheses ? text : `(${text})` }],
      safe: true,
    },
  ];
}

/** `{ text, maxWords = 100 }: { text: string; maxWords?: number }` */
function destructured(parameters: readonly ts.ParameterDeclaration[]): string {
  const names = parameters.map(({ name, initializer, questionToken }) => {
    const fallback = initializer?.getText() ?? (questionToken ? "undefined" : undefined);
    return fallback === undefined ? name.getText() : `${name.getText()} = ${fallback}`;
  });
  const pattern = `{ ${names.join(", ")} }`;
  if (
    !parameters.every(({ type, initializer }) => type ?? initializer) ||
    !parameters.some(({ type }) => type)
  )
    return pattern;
  const types = parameters.map(({ name, type, initializer, questionToken }) => {
    const optional = (initializer ?? questionToken) ? "?" : "";
    return `${name.getText()}${optional}: ${type?.getText() ?? literalType(initializer)}`;
  });
  return `${pattern}: { ${types.join("; ")} }`;
}

function literalType(initializer: ts.Expression | undefined): string {
  const compiler = typescript();
  if (initializer && compiler.isStringLiteralLike(initializer)) return "string";
  if (initializer && compiler.isNumericLiteral(initializer)) return "number";
  const { TrueKeyword, FalseKeyword } = compiler.SyntaxKind;
  return initializer?.kind === TrueKeyword || initializer?.kind === FalseKeyword ? "boolean" : "unknown";
}

/** `({ text, maxWords }) => summarize(text, maxWords)`: what has a default of its own and is not given stays out. */
function wrapped(
  { inputs }: NodeSite,
  argument: ts.Expression,
  parameters: readonly ts.ParameterDeclaration[],
  takesContext: boolean,
): string {
  const isUsed = ({ name, initializer, questionToken }: ts.ParameterDeclaration) =>
    !(initializer ?? questionToken) || (inputs?.entries.has(name.getText()) ?? false);
  const used = parameters.filter(isUsed).map(({ name }) => name.getText());
  let passed = parameters.map((one) => (isUsed(one) ? one.name.getText() : "undefined"));
  if (takesContext) passed = [...passed, "context"];
  while (passed.at(-1) === "undefined") passed = passed.slice(0, -1);
  const callee =
    typescript().isIdentifier(argument) || typescript().isPropertyAccessExpression(argument)
      ? argument.getText()
      : `(${argument.getText()})`;
  return `({ ${used.join(", ")} }${takesContext ? ", context" : ""}) => ${callee}(${passed.join(", ")})`;
}
