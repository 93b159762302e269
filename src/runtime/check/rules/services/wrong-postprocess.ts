import { returnsInOrder } from "../../../gradio/schema/returns-text.ts";
import { typescript, type ts } from "../../../typescript.ts";
import { isValidated, type Analysis, type SpaceCall } from "../../analysis.ts";
import { bare } from "../../model/values.ts";
import { type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";

/** What these give has more forms than their description says. */
const open = new Set(["File", "Video", "HTML", "Radio", "Dropdown", "CheckboxGroup"]);

export const wrongPostprocess: Rule = {
  code: "wrong-postprocess",
  severity: "error",
  summary: "A parameter of postprocess is annotated with another type than the endpoint returns for it.",
  explanation:
    "`postprocess` takes the return values of the endpoint in order; files are path strings. A parameter behind the last of " +
    "them never gets a value. `validate: false` turns the comparison off.",
  wrong: `new GradioNode("owner/speech", {
  apiName: "/listen",
  inputs: { audio: gr.Audio() },
  postprocess: (text: string, words: string) => words.toUpperCase(),
  outputs: { words: gr.Textbox() },
})`,
  right: `new GradioNode("owner/speech", {
  apiName: "/listen",
  inputs: { audio: gr.Audio() },
  postprocess: (text: string, words: number) => text.repeat(words),
  outputs: { words: gr.Textbox() },
})`,
  *check(analysis) {
    for (const call of analysis.calls) {
      const entry = call.site.options?.entries.get("postprocess");
      if (!entry?.value || entry.optional || !isValidated(call.site)) continue;
      const fn = bare(entry.value);
      // Only of what is written here: another function may have more uses.
      if (!typescript().isArrowFunction(fn) && !typescript().isFunctionExpression(fn)) continue;
      if (fn.getSourceFile() !== analysis.file) continue;
      for (const found of inParameters(fn.parameters, call, analysis))
        yield { ...found, covers: [spanOf(entry.key)] };
    }
  },
};

function* inParameters(
  parameters: readonly ts.ParameterDeclaration[],
  { space, endpoint, title }: SpaceCall,
  { endpointTypes, daggr }: Analysis,
): Generator<RuleDiagnostic> {
  const { returns } = endpoint;
  const types = endpointTypes.returns(space, endpoint.name);
  for (const [at, parameter] of parameters.entries()) {
    if (parameter.dotDotDotToken) return;
    const name = parameter.name.getText();
    const returned = returns[at];
    if (returned === undefined) {
      if (parameter.questionToken || parameter.initializer) continue;
      const message = `Parameter ${at + 1} of postprocess, '${name}', gets no value from the ${title}. ${returnsInOrder(returns)}`;
      yield { at: spanOf(parameter), message };
      continue;
    }
    const given = types?.[at];
    if (!parameter.type || given === undefined || open.has(returned.component)) continue;
    const declared = daggr.checker.getTypeFromTypeNode(parameter.type);
    // A type may be narrower on purpose: where one knows that a gallery holds images, say.
    const related = [declared, daggr.checker.getNonNullableType(declared)].some(
      (type) =>
        daggr.checker.isTypeAssignableTo(given, type) || daggr.checker.isTypeAssignableTo(type, given),
    );
    if (related) continue;
    const fixed = daggr.text(given);
    yield {
      at: spanOf(parameter.type),
      message: `Parameter '${name}' of postprocess is ${daggr.text(declared)}, but the ${title} returns '${returned.label}' (${returned.component}) for it, which is ${fixed}. ${returnsInOrder(returns)}`,
      fixes: [annotatedAs(fixed, parameter.type, parameter.name)],
    };
  }
}

/** A type that needs no import is written; any other is known without being written. */
function annotatedAs(type: string, annotation: ts.TypeNode, name: ts.BindingName): RuleFix {
  return /^(string|number|boolean)$/.test(type)
    ? { title: `Change to ${type}`, edits: [{ ...spanOf(annotation), text: type }], safe: false }
    : {
        title: "Leave the type out",
        edits: [{ start: name.getEnd(), end: annotation.getEnd(), text: "" }],
        safe: false,
      };
}
