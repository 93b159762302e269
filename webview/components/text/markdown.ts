import { Marked } from "marked";
import { sanitise } from "./sanitise.ts";

const marked = new Marked({ gfm: true, breaks: true, async: false });

/** Turns Markdown of a model or a Space into harmless HTML. */
export function renderMarkdown(text: string): string {
  const rendered = sanitise(marked.parse(text) as string, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ["input", "button", "textarea", "select", "video", "audio"],
    FORBID_ATTR: ["class", "id", "name"],
  });
  return rendered.innerHTML;
}
