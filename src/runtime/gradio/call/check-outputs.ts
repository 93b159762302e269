import { StepError } from "../../failures/failure.ts";
import type { GradioNodeDescription } from "../../graph/description.ts";
import type { App } from "../connection/app.ts";
import type { EndpointTarget } from "../schema/endpoint.ts";
import { canShow } from "../schema/returned-forms.ts";
import { returnsInOrder } from "../schema/returns-text.ts";

/**
 * Refuses outputs that no value of the endpoint can ever fit, before the call is made and paid for.
 * @throws {StepError}
 */
export function checkOutputs(node: GradioNodeDescription, app: App, target: EndpointTarget): void {
  const { outputs, source } = node;
  const returns = target.info?.returns;
  if (returns === undefined || !node.validate || node.hasPostprocess) return;
  const where = `${target.title} of '${app.name}'`;
  const order = returnsInOrder(returns);
  for (const [at, { name, view }] of outputs.entries()) {
    const returned = returns[at];
    if (returned === undefined)
      throw new StepError({
        message: `'${node.name}' has an output '${name}', for which ${where} returns nothing. ${order}`,
        help: "Remove the output, or make its value in postprocess. Nothing was called.",
        at: source,
      });
    if (canShow(view, returned)) continue;
    const shows = view.kind === "component" ? `gr.${view.component.component}` : "an ItemList";
    throw new StepError({
      message: `Output '${name}' of '${node.name}' is ${shows}, but ${where} returns '${returned.label}' (${returned.component}) for it. ${order}`,
      help: "Correct the output, or change the value in postprocess. Nothing was called.",
      at: source,
    });
  }
}
