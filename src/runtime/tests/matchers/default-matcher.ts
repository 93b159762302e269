import { familyOf } from "../../components/component-queries.ts";
import type { OutputView } from "../../graph/description.ts";
import type { Json } from "../../values/value.ts";
import { textsOf } from "./match.ts";
import type { Expectation } from "../test-file.ts";

/** Noise of another encoder is less, another picture of the same model is more. */
const difference = 0.02;
/** Of a fraction: what another machine's arithmetic may change. */
const relative = 1e-6;

/** What a new test expects of an output, by what shows it. */
export function expectationOf(view: OutputView, value: Json): Expectation {
  const { family, component } =
    view.kind === "component"
      ? { family: familyOf(view.component), component: view.component.component }
      : { family: "data" as const, component: undefined };
  if (typeof value === "number")
    return { match: "within", value, by: Number.isInteger(value) ? 0 : Math.abs(value) * relative };
  if (family === "image") return { match: "image", value, difference };
  if (family === "audio") return { match: "audio", value, difference };
  // A service may tell more one day.
  if (component === "JSON" && typeof value === "object" && value !== null) return { match: "subset", value };
  return { match: "exact", value };
}

/** The same kind of expectation, of another value. Where the kind cannot hold that, what a new test would expect. */
export function updatedExpectation(before: Expectation, view: OutputView, value: Json): Expectation {
  switch (before.match) {
    case "exact":
    case "subset":
    case "image":
    case "audio":
      return { ...before, value };
    case "within":
      return typeof value === "number" ? { ...before, value } : expectationOf(view, value);
    case "contains": {
      if (typeof value !== "string") return expectationOf(view, value);
      // What is still there is enough; else it is told by the whole text.
      const left = textsOf(before.text).filter((text) => value.includes(text));
      return { match: "contains", text: left.length > 0 ? left : value };
    }
  }
}
