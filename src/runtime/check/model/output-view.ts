import { componentNames } from "../../components/description.ts";
import type { OutputView } from "../../graph/description.ts";
import { typescript, type ts } from "../../typescript.ts";
import type { Json } from "../../values/value.ts";
import type { Entry } from "./model.ts";
import { bare, type Values } from "./values.ts";

/** Options that decide about the form of a component's value. */
const deciding = ["fileCount", "multiselect"];

/** How an output shows its value, as far as the text says. Undefined where only running the file shows it. */
export function outputView({ value }: Entry, values: Values): OutputView | undefined {
  const call = value && callIn(value, values);
  if (call === undefined) return undefined;
  // What its fields show is not looked at.
  if (values.daggr.exportName(call.expression) === "ItemList") return { kind: "items", fields: {} };
  const { daggr } = values;
  if (!daggr.isComponent(daggr.checker.getTypeAtLocation(call))) return undefined;
  const callee = call.expression;
  const name = typescript().isPropertyAccessExpression(callee) ? callee.name.text : undefined;
  const component = componentNames.find((one) => one === name);
  const options = component && optionsOf(call.arguments[0], values);
  return component && options && { kind: "component", component: { component, options } };
}

function callIn(value: ts.Expression, values: Values): ts.CallExpression | undefined {
  const inner = bare(value);
  if (typescript().isCallExpression(inner)) return inner;
  const written = values.written(inner);
  return written && callIn(written, values);
}

/** The deciding options; undefined where one of them may have any value. */
function optionsOf(
  argument: ts.Expression | undefined,
  values: Values,
): Readonly<Record<string, Json>> | undefined {
  if (argument === undefined) return {};
  const { entries, closed } = values.shapeOf(argument);
  if (!closed) return undefined;
  const options: Record<string, Json> = {};
  for (const name of deciding) {
    const entry = entries.get(name);
    if (entry === undefined) continue;
    const { checker } = values.daggr;
    const type = checker.typeToString(entry.type);
    const known = entry.type.isStringLiteral() ? entry.type.value : type === "true" || type === "false";
    if (entry.optional || known === false) return undefined;
    options[name] = known === true ? type === "true" : known;
  }
  return options;
}
