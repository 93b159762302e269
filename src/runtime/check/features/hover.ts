import { withoutPassword } from "../../files/http/address-login.ts";
import type { ts } from "../../typescript.ts";
import type { Hover, Position } from "../../protocol/language.ts";
import type { ModelInfo } from "../../hub/model-info.ts";
import type { Analysis } from "../analysis.ts";
import { rangeOf } from "../run-rules.ts";
import { modelOf } from "../rules/services/invalid-model.ts";
import { spanOf } from "../rules/rule.ts";
import { offsetOf, type CursorTarget, cursorTargetAt } from "./cursor-target.ts";
import { referenceLinkAt } from "./reference-link.ts";
import { endpointMarkdown, parameterMarkdown, signature, typeWord } from "./describe.ts";

/** What a Space, model, endpoint, parameter or returned value is, in one glance; of a node and an option, where it is documented. */
export function hover(analysis: Analysis, position: Position): Hover | undefined {
  const offset = offsetOf(analysis.file, position);
  const spot = cursorTargetAt(analysis, offset);
  const found = (spot && contentsOf(spot, analysis)) ?? referenceLinkAt(analysis, offset);
  return found && { range: rangeOf(analysis.file, spanOf(found.node)), contents: found.contents };
}

function contentsOf(
  spot: CursorTarget,
  analysis: Analysis,
): { readonly node: ts.Node; readonly contents: string } | undefined {
  const call = analysis.calls.find(({ site }) => site === spot.site);
  switch (spot.kind) {
    case "target": {
      const contents =
        spot.site.kind === "inference"
          ? modelContents(spot.literal.text, analysis)
          : spaceContents(withoutPassword(spot.literal.text), analysis);
      return contents === undefined ? undefined : { node: spot.literal, contents };
    }
    case "api-name":
      return call && { node: spot.literal, contents: endpointMarkdown(call.endpoint, call.space) };
    case "entry-name": {
      const name = spot.name?.getText().replace(/^["']|["']$/g, "");
      const parameter =
        spot.of === "inputs" ? call?.endpoint.parameters.find((one) => one.name === name) : undefined;
      if (spot.name && parameter) return { node: spot.name, contents: parameterMarkdown(parameter) };
      const place = [...(spot.site.outputs?.entries.keys() ?? [])].indexOf(name ?? "");
      const returned =
        spot.of === "outputs" && !spot.site.options?.entries.has("postprocess")
          ? call?.endpoint.returns[place]
          : undefined;
      return (
        spot.name &&
        returned && {
          node: spot.name,
          contents: `Return value ${place + 1}: **${returned.label}** (${typeWord(returned)})`,
        }
      );
    }
    case "returned": {
      const returned = call?.endpoint.returns[spot.index];
      const type = call && analysis.endpointTypes.returns(call.space, call.endpoint.name)?.[spot.index];
      if (returned === undefined || type === undefined) return undefined;
      const contents = `\`\`\`typescript\n(parameter) ${spot.node.getText()}: ${analysis.daggr.text(type)}\n\`\`\`\nReturn value ${spot.index + 1} of ${call?.title}: **${returned.label}**`;
      return { node: spot.node, contents };
    }
    case "task":
    case "entry-value":
      return undefined;
  }
}

function spaceContents(space: string, { lookup }: Analysis): string | undefined {
  const answer = lookup.space(space);
  if (answer.kind === "unverified") return `\`${space}\`: ${answer.reason}.`;
  if (answer.kind !== "known") return undefined;
  const { endpoints, version } = answer.value;
  const lines = endpoints
    .slice(0, 20)
    .map((one) => `- \`${typeof one.name === "number" ? `/${one.name}` : one.name}\` ${signature(one)}`);
  const more = endpoints.length > 20 ? `\n- … and ${endpoints.length - 20} more` : "";
  return `**${space}** (Gradio ${version})\n\n${lines.join("\n")}${more}`;
}

function modelContents(text: string, { lookup }: Analysis): string | undefined {
  const model = modelOf(text)?.model;
  const answer = model === undefined ? undefined : lookup.model(model);
  if (answer?.kind === "unverified") return `\`${model}\`: ${answer.reason}.`;
  return answer?.kind === "known" ? describedModel(answer.value) : undefined;
}

function describedModel({ id, providers, pipelineTag, gated }: ModelInfo): string {
  const lines = providers
    .filter(({ status }) => status !== "error")
    .map(({ provider, task }) => `- ${provider}: ${task}`);
  const served = lines.length === 0 ? "No Inference Provider serves it." : `Served by:\n${lines.join("\n")}`;
  const terms = gated ? "\n\nIts licence has to be accepted on its page first." : "";
  return `**${id}**${pipelineTag ? ` (${pipelineTag})` : ""}\n\n${served}${terms}`;
}
