import type { Hub } from "../../hub/hub.ts";
import type { Link } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import { rangeOf } from "../run-rules.ts";
import { modelOf } from "../rules/services/invalid-model.ts";

/** The ids of a file as links to their pages. */
export function links({ model, file }: Analysis, hub: Pick<Hub, "spacePage" | "modelPage">): readonly Link[] {
  return model.nodes.flatMap(({ kind, target }) => {
    const written = target?.written;
    if (written === undefined || target?.node !== written) return [];
    const page = kind === "gradio" ? spacePage(target.value, hub) : modelPage(target.value, hub);
    const range = rangeOf(file, { start: written.getStart() + 1, end: written.getEnd() - 1 });
    return page ? [{ range, ...page }] : [];
  });
}

function spacePage(text: string, hub: Pick<Hub, "spacePage">): Pick<Link, "url" | "tooltip"> | undefined {
  const id = text.trim();
  if (/^[\w.-]+\/[\w.-]+$/.test(id)) return { url: hub.spacePage(id), tooltip: "Open the Space's page" };
  return URL.canParse(id) ? { url: id, tooltip: "Open the app" } : undefined;
}

function modelPage(text: string, hub: Pick<Hub, "modelPage">): Pick<Link, "url" | "tooltip"> | undefined {
  const model = modelOf(text)?.model;
  return model === undefined ? undefined : { url: hub.modelPage(model), tooltip: "Open the model's page" };
}
