import type { NodeSite } from "../../model/model.ts";
import { joinedPort } from "../../model/ports.ts";
import { type Rule, spanOf } from "../rule.ts";

export const variantPort: Rule = {
  code: "variant-port",
  severity: "error",
  summary: "A node is wired to a variant of a choice instead of to the choice.",
  explanation:
    "Only the picked variant of a choice runs, so other nodes connect to the choice, which has the same outputs. A node that " +
    "is wanted by itself is made once more.",
  wrong: `const a = new GradioNode("owner/speech", { outputs: { audio: gr.Audio() } });
const b = new GradioNode("owner/other", { outputs: { audio: gr.Audio() } });
const voice = a.or(b);
new FnNode(({ audio }) => audio, { inputs: { audio: a.audio } });`,
  right: `const a = new GradioNode("owner/speech", { outputs: { audio: gr.Audio() } });
const b = new GradioNode("owner/other", { outputs: { audio: gr.Audio() } });
const voice = a.or(b);
new FnNode(({ audio }) => audio, { inputs: { audio: voice.audio } });`,
  *check({ model, values, sites, file }) {
    const choices = new Map<NodeSite, NodeSite>();
    for (const choice of model.nodes)
      for (const { sites: variants, complete } of choice.variants ?? [])
        if (complete && variants.length === 1 && variants[0]) choices.set(variants[0], choice);
    if (choices.size === 0) return;
    for (const { inputs } of model.nodes)
      for (const { value } of inputs?.entries.values() ?? []) {
        const joined = value?.getSourceFile() === file ? joinedPort(value, values) : undefined;
        const owner = joined && sites.resolve(joined.use.owner);
        const variant = owner?.complete && owner.sites.length === 1 ? owner.sites[0] : undefined;
        const choice = variant && choices.get(variant);
        if (joined === undefined || variant === undefined || choice === undefined) continue;
        const written = joined.use.owner.getSourceFile() === file ? joined.use.owner : undefined;
        const whole = choice.name.from === "variable" ? choice.name.value : undefined;
        yield {
          at: spanOf(written ?? value!),
          message:
            `'${variant.name.value ?? "This node"}' is a variant of ${whole ? `the choice '${whole}'` : "a choice"}, so nothing can be wired to it. ` +
            "Wire it to the choice, which has the same outputs.",
          related: [{ node: choice.expression, message: "The choice is made here." }],
          fixes:
            whole && written
              ? [{ title: `Change to '${whole}'`, edits: [{ ...spanOf(written), text: whole }], safe: false }]
              : [],
        };
      }
  },
};
