import { returnsInOrder } from "../../../gradio/schema/returns-text.ts";
import { canShow } from "../../../gradio/schema/returned-forms.ts";
import { isValidated } from "../../analysis.ts";
import { componentOf } from "../../edit/component-code.ts";
import { outputView } from "../../model/output-view.ts";
import { type Rule, spanOf } from "../rule.ts";
import { inOrder } from "../output-order.ts";
import { shownBy } from "../shown-by.ts";

export const wrongOutput: Rule = {
  code: "wrong-output",
  severity: "error",
  summary: "An output of a GradioNode cannot show what the endpoint returns for it.",
  explanation:
    "Return values go to the outputs in order, so each output needs a component that shows the value in its place; `null` hides " +
    "one. A run refuses such a node before it calls the Space. `postprocess` may make other values of them, and " +
    "`validate: false` turns the comparison off.",
  wrong: `new GradioNode("owner/speech", {
  apiName: "/listen",
  inputs: { audio: gr.Audio() },
  outputs: { text: gr.Textbox(), words: gr.Textbox() },
})`,
  right: `new GradioNode("owner/speech", {
  apiName: "/listen",
  inputs: { audio: gr.Audio() },
  outputs: { text: gr.Textbox(), words: gr.Number() },
})`,
  *check({ calls, values, file }) {
    for (const { site, endpoint, title } of calls) {
      const { outputs, options } = site;
      if (!outputs?.closed || !options?.closed || options.entries.has("postprocess") || !isValidated(site))
        continue;
      const ordered =
        outputs.literal?.getSourceFile() === file ? inOrder(outputs, endpoint.returns, values) : [];
      for (const [at, entry] of [...outputs.entries.values()].entries()) {
        const returned = endpoint.returns[at];
        const view = returned && !entry.optional ? outputView(entry, values) : undefined;
        if (returned === undefined || view === undefined || canShow(view, returned)) continue;
        const shown = view.kind === "component" ? `gr.${view.component.component}` : "an ItemList";
        yield {
          at: spanOf(entry.key.getSourceFile() === file ? entry.key : site.expression),
          message:
            `Output '${entry.name}' is ${shown}, but the ${title} returns '${returned.label}' ` +
            `(${returned.component}) for it. ${returnsInOrder(endpoint.returns)}`,
          fixes: [
            ...ordered,
            ...(entry.key.getSourceFile() === file ? shownBy(entry, componentOf(returned)) : []),
          ],
        };
        // The others are where they are for the same reason.
        if (ordered.length > 0) break;
      }
    }
  },
};
