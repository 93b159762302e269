import DOMPurify, { type Config } from "dompurify";

const forbiddenTags = ["script", "style", "link", "meta", "base", "iframe", "object", "embed", "form"];

/**
 * Makes HTML of a model or a Space harmless. Scripts, frames and forms are removed. Media stay only as data URLs, since this
 * page loads nothing from other hosts; in place of others stands their alternative text or address.
 */
export function sanitise(html: string, options: Config = {}): HTMLElement {
  return DOMPurify.sanitize(html, {
    ...options,
    RETURN_DOM: true,
    FORBID_TAGS: [...forbiddenTags, ...(options.FORBID_TAGS ?? [])],
    FORBID_ATTR: ["style", "srcset", ...(options.FORBID_ATTR ?? [])],
  }) as HTMLElement;
}

DOMPurify.addHook("afterSanitizeAttributes", (element) => {
  if (element.tagName === "A") element.setAttribute("rel", "noreferrer");
  if (!["IMG", "VIDEO", "AUDIO", "SOURCE"].includes(element.tagName)) return;
  const source = element.getAttribute("src") ?? "";
  if (source === "" || source.startsWith("data:")) return;
  const text = element.ownerDocument.createElement("span");
  text.textContent = `[${element.getAttribute("alt") || source}]`;
  element.replaceWith(text);
});
