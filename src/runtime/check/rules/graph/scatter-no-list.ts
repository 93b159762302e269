import { typescript, type ts } from "../../../typescript.ts";
import { joinedPort } from "../../model/ports.ts";
import { entrySpan, type Rule, spanOf } from "../rule.ts";
import { nodeText } from "../names/unknown-port.ts";

export const scatterNoList: Rule = {
  code: "scatter-no-list",
  severity: "error",
  summary: "A port that carries no list is scattered with `.each`.",
  explanation:
    "`port.each` runs the next node once per item, so the port has to carry a list: a Gallery, a function that returns an " +
    "array, `gr.JSON<Line[]>()`, or an `ItemList`.",
  wrong: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { outputs: { image: gr.Image() } });
new FnNode(({ image }) => image, { inputs: { image: painter.image.each } });`,
  right: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { outputs: { images: gr.Gallery() } });
new FnNode(({ image }) => image, { inputs: { image: painter.images.each.image } });`,
  *check(analysis) {
    for (const access of accesses(analysis.file, "each")) {
      const { daggr, values } = analysis;
      const type = daggr.checker.getTypeAtLocation(access.expression);
      const carried = daggr.isPort(type) ? daggr.valueOf(type) : undefined;
      if (carried === undefined || mayBeList(carried, daggr.checker)) continue;
      const joined = joinedPort(access.expression, values);
      const port = joined
        ? `Port '${joined.use.port}' of node '${nodeText(joined.use.owner, analysis)}'`
        : "This port";
      const { parent } = access;
      const rest = typescript().isPropertyAccessExpression(parent) ? parent.name : undefined;
      yield {
        at: spanOf(access.name),
        message: `${port} carries ${daggr.text(carried)}, which is no list, so it cannot be scattered with '.each'.`,
        covers: [spanOf(access.name), entrySpan(access), ...(rest ? [spanOf(rest)] : [])],
        fixes: [
          {
            title: "Remove '.each'",
            edits: [{ start: access.expression.getEnd(), end: (rest ?? access.name).getEnd(), text: "" }],
            safe: false,
          },
        ],
      };
    }
  },
};

/** Every `something.name` of a file. */
export function* accesses(file: ts.SourceFile, name: string): Generator<ts.PropertyAccessExpression> {
  const compiler = typescript();
  const stack: ts.Node[] = [file];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (compiler.isPropertyAccessExpression(node) && node.name.text === name) yield node;
    compiler.forEachChild(node, (child) => void stack.push(child));
  }
}

/** Whether a value can be a list at all. */
function mayBeList(type: ts.Type, checker: ts.TypeChecker): boolean {
  const { TypeFlags } = typescript();
  const unclear = TypeFlags.Any | TypeFlags.Unknown | TypeFlags.TypeParameter | TypeFlags.Never;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => (part.flags & unclear) !== 0 || checker.isArrayLikeType(part));
}
