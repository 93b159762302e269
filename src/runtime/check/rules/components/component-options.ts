import type { ComponentName } from "../../../components/description.ts";
import { specOf } from "../../../components/registry.ts";
import { meantName, meantText, type MeantName } from "../../../text/meant-name.ts";
import { isObviousTypo, quoteClosestFirst } from "../../../text/similarity.ts";
import { typescript, type ts } from "../../../typescript.ts";
import { removeElement } from "../../edit/object.ts";
import { keywordOf } from "../../model/arguments.ts";
import { componentUses, isComponentName } from "../../model/component-uses.ts";
import { bare } from "../../model/values.ts";
import { inPlaceOf } from "../closest-fix.ts";
import { entrySpan, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";
import { oldOption } from "./old-options.ts";

export const componentOptions: Rule = {
  code: "component-options",
  severity: "error",
  summary: "A component is given an option that it does not have, or options that are not in one object.",
  explanation:
    "A component takes one object of options, `gr.Slider({ minimum: 1, maximum: 10 })`. They are Gradio's own in camelCase: " +
    "Python's `allow_custom_value` is `allowCustomValue`.",
  wrong: `new FnNode(({ tone }) => tone, { inputs: { tone: gr.Dropdown(["dry", "warm"]) } })`,
  right: `new FnNode(({ tone }) => tone, { inputs: { tone: gr.Dropdown({ choices: ["dry", "warm"] }) } })`,
  *check({ file, daggr }) {
    const compiler = typescript();
    for (const { access, call } of componentUses(file, daggr)) {
      const component = access.name.text;
      const args = call?.arguments ?? [];
      const [first] = args;
      if (call === undefined || first === undefined || !isComponentName(component)) continue;
      const object = bare(first);
      if (args.length > 1 || args.some(isPlain)) yield unnamed(call, component, args);
      else if (compiler.isObjectLiteralExpression(object)) yield* unknown(object, component);
    }
  },
};

function* unknown(object: ts.ObjectLiteralExpression, component: ComponentName): Generator<RuleDiagnostic> {
  const compiler = typescript();
  const valid = Object.keys(specOf(component).options);
  const given = new Set(object.properties.flatMap((one) => nameOf(one) ?? []));
  const free = valid.filter((name) => !given.has(name));
  for (const property of object.properties) {
    const name = nameOf(property);
    // While it is typed, a name stands alone.
    if (name === undefined || valid.includes(name) || compiler.isShorthandPropertyAssignment(property))
      continue;
    const key = property.name!;
    const old = oldOption(component, property, name, object.properties);
    const meant = old ? undefined : meantName(name, free);
    yield {
      at: spanOf(key),
      message:
        `Option '${name}' not found on gr.${component}. ` +
        (old?.advice ??
          `Valid options: ${quoteClosestFirst(meant?.name ?? name, valid)}.${meantText(meant)}`),
      fixes: [
        ...(old?.instead === undefined
          ? []
          : [
              {
                title: `Write ${old.instead}`,
                edits: [{ ...spanOf(property), text: old.instead }],
                safe: true,
              },
            ]),
        ...(meant ? [renamed(key, name, meant)] : []),
        {
          title: `Remove '${name}'`,
          edits: [removeElement(property, object.properties)],
          safe: old?.needless === true,
        },
      ],
      covers: [entrySpan(key), { start: object.getStart(), end: object.getStart() + 1 }],
    };
  }
}

function renamed(key: ts.PropertyName, name: string, meant: MeantName): RuleFix {
  return {
    title: `Change '${name}' to '${meant.name}'`,
    edits: [{ ...spanOf(key), text: inPlaceOf(key, meant.name) }],
    safe: meant.from === "python" || isObviousTypo(name, meant.name),
  };
}

function nameOf({ name }: ts.ObjectLiteralElementLike): string | undefined {
  const compiler = typescript();
  return name && (compiler.isIdentifier(name) || compiler.isStringLiteralLike(name)) ? name.text : undefined;
}

/** Whether an argument certainly is no object of options. */
function isPlain(argument: ts.Expression): boolean {
  const compiler = typescript();
  const inner = bare(argument);
  return (
    compiler.isLiteralExpression(inner) ||
    compiler.isArrayLiteralExpression(inner) ||
    compiler.isPrefixUnaryExpression(inner) ||
    /^(true|false)$/.test(inner.getText()) ||
    keywordOf(inner) !== undefined
  );
}

/** What Python's components take first, without a name. */
function inOrder(component: ComponentName): readonly string[] {
  if (component === "Slider") return ["minimum", "maximum", "value", "step"];
  return "choices" in specOf(component).options ? ["choices", "value"] : ["value"];
}

/** `gr.Slider(1, 10)`, `gr.Textbox(label="Text")` */
function unnamed(
  call: ts.CallExpression | ts.NewExpression,
  component: ComponentName,
  args: readonly ts.Expression[],
): RuleDiagnostic {
  const names = inOrder(component);
  const valid = Object.keys(specOf(component).options);
  const named = args.map((argument, place) => {
    const keyword = keywordOf(argument);
    if (keyword === undefined) return names[place] && `${names[place]}: ${argument.getText()}`;
    const name = meantName(keyword.name, valid)?.name ?? keyword.name;
    return valid.includes(name) ? `${name}: ${keyword.text}` : undefined;
  });
  const isPython = args.some((argument) => keywordOf(argument) !== undefined);
  const all = named.every((one) => one !== undefined);
  const text = `{ ${named.join(", ")} }`;
  const span = { start: args[0]!.getStart(), end: args.at(-1)!.getEnd() };
  return {
    at: span,
    message:
      `gr.${component} takes one object of options${isPython ? ", not Python's keyword arguments" : ""}` +
      (all ? `. Write gr.${component}(${text}).` : `, as in gr.${component}({ label: "…" }).`),
    fixes: all ? [{ title: "Name the options", edits: [{ ...span, text }], safe: isPython }] : [],
    covers: [spanOf(call)],
  };
}
