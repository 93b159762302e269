import type { ComponentName } from "../../components/description.ts";
import { typescript, type ts } from "../../typescript.ts";
import type { Entry } from "../model/model.ts";
import { bare } from "../model/values.ts";
import type { RuleFix } from "./rule.ts";

/** Another component for an output, one that can show what comes. */
export function shownBy({ value }: Entry, name: ComponentName): readonly RuleFix[] {
  const compiler = typescript();
  const call = value && bare(value);
  if (!call || !compiler.isCallExpression(call) || !compiler.isPropertyAccessExpression(call.expression))
    return [];
  const { name: written } = call.expression;
  if (name === written.text) return [];
  // Options of one component are not another's.
  const edits = [{ start: written.getStart(), end: call.getEnd(), text: `${name}(${labelOf(call)})` }];
  return [{ title: `Show it by gr.${name}`, edits, safe: false }];
}

function labelOf({ arguments: [options] }: ts.CallExpression): string {
  const compiler = typescript();
  if (options === undefined || !compiler.isObjectLiteralExpression(options)) return "";
  const label = options.properties.find((property) => property.name?.getText() === "label");
  return label === undefined ? "" : `{ ${label.getText()} }`;
}
