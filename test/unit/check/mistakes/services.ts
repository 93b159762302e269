import { typescript } from "../../../../src/runtime/typescript.ts";
import { slip, type Maker } from "./writing.ts";

/** Mistakes in what is called: Spaces, endpoints, parameters, outputs. */
export const ofSpaces: Maker = function* (workflow) {
  const compiler = typescript();
  for (const { kind, target } of workflow.sites) {
    if (kind !== "gradio") continue;
    yield* workflow.literal("unknown-space", target?.written, slip);
    yield* workflow.literal("invalid-space", target?.written, (id) => `huggingface.co/spaces/${id}`);
  }
  for (const { site, endpoint } of workflow.analysis.calls) {
    const inputs = workflow.entries(site, "inputs");
    const outputs = workflow.entries(site, "outputs");
    const last = inputs.at(-1);
    const required = endpoint.parameters.find(({ name }) => name === last?.name)?.required;
    if (last && required && !workflow.isWired(last))
      yield workflow.without(
        "missing-parameter",
        inputs.map(({ written }) => written!),
        last.written!,
      );
    for (const { name, value } of inputs) {
      if (value === undefined) continue;
      if (compiler.isNumericLiteral(value)) yield workflow.instead("wrong-type", value, `"${value.text}"`);
      if (/^(true|false)$/.test(value.getText()))
        yield workflow.instead("wrong-type", value, `"${value.getText()}"`);
      if (endpoint.parameters.find((one) => one.name === name)?.choices)
        yield* workflow.literal("unknown-choice", value, slip);
    }
    const after = site.options?.entries.get("postprocess");
    if (after?.value && compiler.isArrowFunction(after.value))
      for (const [place, { name, type }] of after.value.parameters.entries())
        if (endpoint.returns[place]?.component === "Image" && !type)
          yield workflow.behind("wrong-postprocess", name, ": number");
    if (after !== undefined) continue;
    const end = outputs.at(-1)?.written;
    if (end && outputs.length === endpoint.returns.length)
      yield workflow.behind("too-many-outputs", end, ", further: gr.Textbox()");
    for (const entry of outputs) {
      const component = workflow.component(entry);
      if (component && /^(Image|Audio|Video)$/.test(component.name.text))
        yield workflow.instead("wrong-output", component.name, "Number");
    }
  }
};

/** Mistakes in what is asked of models. */
export const ofModels: Maker = function* (workflow) {
  for (const site of workflow.sites) {
    const { kind, target, options } = site;
    if (kind !== "inference" || target === undefined) continue;
    const [id = "", provider] = target.value.split(":");
    yield* workflow.literal("unknown-model", target.written, () =>
      [slip(id), ...(provider ? [provider] : [])].join(":"),
    );
    yield* workflow.literal("invalid-model", target.written, () => `https://huggingface.co/${target.value}`);
    if (provider !== undefined)
      yield* workflow.literal("no-provider", target.written, (text) => text.slice(0, -1));
    const [first] = options?.entries.values() ?? [];
    const answer = workflow.analysis.lookup.model(id);
    const task = answer.kind === "known" ? answer.value.providers[0]?.task : undefined;
    if (first?.written && task !== undefined) {
      const start = first.written.getStart();
      yield workflow.with("unknown-task", start, start, `task: "${slip(task)}", `);
    }
    const [input] = workflow.entries(site, "inputs");
    if (input?.written?.name)
      yield workflow.instead("missing-task-input", input.written.name, slip(input.name));
  }
};
