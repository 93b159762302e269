import { pageViews, type PageView } from "../../src/runtime/protocol/canvas.ts";

/** What a page keeps of its view over a reload: where the person went from the view that was asked for. */
export interface KeptView {
  readonly view: PageView;
  readonly asked: PageView;
}

/**
 * The view that the page begins with: the one in its address (`?view=app`), else the one that its host set, unless the person
 * had gone to another one from there.
 */
export function firstView(kept: unknown): KeptView {
  const asked =
    viewNamed(new URLSearchParams(location.search).get("view")) ??
    viewNamed(document.getElementById("app")?.dataset["view"]) ??
    "canvas";
  const before = typeof kept === "object" && kept !== null ? (kept as Partial<KeptView>) : {};
  return { asked, view: (before.asked === asked && viewNamed(before.view)) || asked };
}

function viewNamed(name: unknown): PageView | undefined {
  return pageViews.find((view) => view === name);
}
