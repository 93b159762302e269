import type { ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { joinedPort } from "../../model/ports.ts";
import type { RuleFix } from "../rule.ts";

/** `.each` where a list comes and one item of it fits, `.all()` where one item comes and the list of all fits. */
export function scattered(
  value: ts.Expression,
  given: ts.Type,
  expected: ts.Type,
  { daggr, values }: Analysis,
): readonly RuleFix[] {
  const { checker } = daggr;
  const type = checker.getTypeAtLocation(value);
  const joined = daggr.isPort(type) ? joinedPort(value, values) : undefined;
  if (joined === undefined || value.getSourceFile() !== values.file) return [];
  const end = value.getEnd();
  const appended = (text: string): RuleFix => ({
    title: `Add '${text}'`,
    edits: [{ start: end, end, text }],
    safe: false,
  });
  const item = joined.all || joined.each ? undefined : itemOf(given, checker);
  if (item !== undefined) {
    if (checker.isTypeAssignableTo(item, expected)) return [appended(".each")];
    const fields = checker
      .getPropertiesOfType(item)
      .filter((field) => checker.isTypeAssignableTo(checker.getTypeOfSymbol(field), expected));
    // A text fits a path too, but a path is what is meant.
    const wanted = checker.getNonNullableType(expected);
    const same = fields.filter((field) => daggr.text(checker.getTypeOfSymbol(field)) === daggr.text(wanted));
    const [meant, ...others] = same.length > 0 ? same : fields;
    return meant && others.length === 0 ? [appended(`.each.${meant.name}`)] : [];
  }
  const wanted = itemOf(checker.getNonNullableType(expected), checker);
  const isScattered = (daggr.depthOf(type) ?? 0) > 0 && !joined.each;
  return isScattered && wanted && checker.isTypeAssignableTo(given, wanted) ? [appended(".all()")] : [];
}

function itemOf(list: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  return checker.isArrayLikeType(list) ? list.getNumberIndexType() : undefined;
}
