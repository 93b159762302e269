import { typescript } from "../../../typescript.ts";
import { joinedPort } from "../../model/ports.ts";
import { entrySpan, type Rule, spanOf } from "../rule.ts";
import { accesses } from "./scatter-no-list.ts";
import { nodeText } from "../names/unknown-port.ts";

export const gatherNotScattered: Rule = {
  code: "gather-not-scattered",
  severity: "error",
  summary: "`.all()` is asked of a port whose node is not scattered.",
  explanation:
    "`port.all()` is the list of a scattered node's results: of a node that has an input with `.each`, or that uses a " +
    "scattered port. The port of a node that runs once is already its whole value.",
  wrong: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { outputs: { image: gr.Image() } });
new FnNode(({ images }) => images.length, { inputs: { images: painter.image.all() } });`,
  right: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
  inputs: { prompt: ideas.list.each },
  outputs: { image: gr.Image() },
});
new FnNode(({ images }) => images.length, { inputs: { images: painter.image.all() } });`,
  *check(analysis) {
    const { daggr, values } = analysis;
    for (const access of accesses(analysis.file, "all")) {
      const type = daggr.checker.getTypeAtLocation(access.expression);
      if (!daggr.isPort(type) || daggr.depthOf(type) !== 0) continue;
      const joined = joinedPort(access.expression, values);
      const port = joined
        ? `Port '${joined.use.port}' of node '${nodeText(joined.use.owner, analysis)}'`
        : "This port";
      const call = typescript().isCallExpression(access.parent) ? access.parent : access;
      yield {
        at: spanOf(access.name),
        message: `${port} is not scattered, so there is nothing to gather with '.all()'. Give an input of its node '.each', or leave '.all()' out.`,
        covers: [spanOf(access.name), entrySpan(access)],
        fixes: [
          {
            title: "Remove '.all()'",
            edits: [{ start: access.expression.getEnd(), end: call.getEnd(), text: "" }],
            safe: false,
          },
        ],
      };
    }
  },
};
