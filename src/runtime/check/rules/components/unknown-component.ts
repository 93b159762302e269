import { componentNames } from "../../../components/description.ts";
import { findClosest, quoteClosestFirst } from "../../../text/similarity.ts";
import type { ts } from "../../../typescript.ts";
import { importNames } from "../../edit/imports.ts";
import { componentMeant, componentUses, isComponentName } from "../../model/component-uses.ts";
import { daggrNames } from "../../model/daggr.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";

export const unknownComponent: Rule = {
  code: "unknown-component",
  severity: "error",
  summary: "A component is asked of `gr` that it does not have.",
  explanation:
    "Components have Gradio's names: `gr.Textbox`, `gr.Dropdown`. `ItemList` and the nodes are no components and are imported " +
    "by their own names.",
  wrong: `new FnNode(({ text }) => text, { inputs: { text: gr.textbox() } })`,
  right: `new FnNode(({ text }) => text, { inputs: { text: gr.Textbox() } })`,
  *check({ file, daggr }) {
    for (const { access, call } of componentUses(file, daggr)) {
      const { name } = access;
      if (isComponentName(name.text)) continue;
      // Its name may be being typed.
      if (call === undefined && componentNames.some((known) => known.startsWith(name.text))) continue;
      const problem = daggrNames.has(name.text) ? exportedByItself(access) : notThere(access);
      yield { ...problem, covers: [spanOf(name), spanOf(call ?? access)] };
    }
  },
};

function exportedByItself(access: ts.PropertyAccessExpression): RuleDiagnostic {
  const { text } = access.name;
  const file = access.getSourceFile();
  const edits = [...importNames(file, [text]), { ...spanOf(access), text }];
  return {
    at: spanOf(access.name),
    message: `'${text}' is no component of gr. Import it from "daggr" and write '${text}'.`,
    fixes: [{ title: `Change to '${text}'`, edits, safe: true }],
  };
}

function notThere({ name }: ts.PropertyAccessExpression): RuleDiagnostic {
  const known = componentMeant(name.text);
  const meant = known ?? findClosest(name.text, componentNames);
  const hint = meant === undefined ? "" : ` Did you mean '${meant}'?`;
  return {
    at: spanOf(name),
    message: `Component '${name.text}' not found in gr. Components: ${quoteClosestFirst(meant ?? name.text, componentNames)}.${hint}`,
    fixes:
      meant === undefined
        ? []
        : [
            {
              title: `Change '${name.text}' to '${meant}'`,
              edits: [{ ...spanOf(name), text: meant }],
              safe: known?.toLowerCase() === name.text.toLowerCase(),
            },
          ],
  };
}
