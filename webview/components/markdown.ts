import DOMPurify from "dompurify";
import { Marked } from "marked";

const marked = new Marked({ gfm: true, breaks: true, async: false });

/**
 * Markdown of a model or a Space as harmless HTML: no scripts, styles, forms or frames; pictures only where the text itself
 * holds them, since this page loads nothing from elsewhere.
 */
export function renderMarkdown(text: string): string {
  return clean(marked.parse(text) as string);
}

function clean(html: string): string {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ["style", "form", "input", "button", "textarea", "select", "iframe", "video", "audio"],
    FORBID_ATTR: ["style", "class", "id", "name"],
  });
}

DOMPurify.addHook("afterSanitizeAttributes", (element) => {
  if (element.tagName === "IMG") {
    const source = element.getAttribute("src") ?? "";
    if (source.startsWith("data:image/")) return;
    const text = document.createElement("span");
    text.textContent = `[picture: ${element.getAttribute("alt") || source}]`;
    element.replaceWith(text);
  }
  if (element.tagName === "A") element.setAttribute("rel", "noreferrer");
});
