import type { Json } from "../../values/value.ts";

/**
 * Values in place of what apps send to change their page: `gr.update(…)`, a component as a return value, `gr.skip()`. One without
 * a value leaves what the page showed before, so it is the value of the result before, or nothing.
 */
export function withoutUpdates(
  values: readonly Json[],
  before: readonly Json[] | undefined,
): readonly Json[] {
  return values.map((value, at) => {
    if (!isUpdate(value)) return value;
    return Object.hasOwn(value, "value") ? (value["value"] ?? null) : (before?.[at] ?? null);
  });
}

function isUpdate(value: Json): value is Readonly<Record<string, Json>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { __type__: mark } = value as Readonly<Record<string, Json>>;
  return mark === "update" || mark === "generic_update";
}
