import DOMPurify from "dompurify";

const colours = [
  "--vscode-foreground",
  "--vscode-textLink-foreground",
  "--vscode-font-family",
  "--vscode-input-background",
];

/**
 * Puts HTML of a model or a Space into a frame that runs no scripts. The page's policy forbids styles in text, in frames too,
 * so those of the HTML are applied through the object model: it looks as it was meant to, and loads nothing from anywhere.
 */
export function fillFrame(frame: HTMLIFrameElement, html: string): void {
  const document = frame.contentDocument;
  const window = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!document || !window) return;
  const clean = DOMPurify.sanitize(html, {
    RETURN_DOM: true,
    WHOLE_DOCUMENT: true,
    FORBID_TAGS: ["script", "iframe", "object", "embed", "base", "meta", "link", "form"],
    ADD_TAGS: ["style"],
  }) as HTMLElement;
  const sheets: CSSStyleSheet[] = [sheetFrom(window, base())];
  for (const style of clean.querySelectorAll("style")) {
    sheets.push(sheetFrom(window, style.textContent ?? ""));
    style.remove();
  }
  const body = document.importNode(clean.querySelector("body") ?? clean, true);
  const styled = [...body.querySelectorAll<HTMLElement>("[style]")].map(
    (element) => [element, element.getAttribute("style") ?? ""] as const,
  );
  for (const [element] of styled) element.removeAttribute("style");
  document.body.replaceChildren(...body.childNodes);
  for (const [element, text] of styled) element.style.cssText = text;
  document.adoptedStyleSheets = sheets;
}

function sheetFrom(window: Window & typeof globalThis, text: string): CSSStyleSheet {
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** The frame begins in the editor's own colours. */
function base(): string {
  const style = getComputedStyle(document.documentElement);
  const values = colours.map((name) => `${name}: ${style.getPropertyValue(name)};`).join("");
  return `:root { ${values} }
    body { margin: 6px 8px; color: var(--vscode-foreground); font: 13px/18px var(--vscode-font-family); overflow-wrap: anywhere; }
    a { color: var(--vscode-textLink-foreground); } img { max-width: 100%; }`;
}
