import { sanitise } from "./sanitise.ts";

const colours = [
  "--vscode-foreground",
  "--vscode-textLink-foreground",
  "--vscode-font-family",
  "--vscode-input-background",
];

/**
 * Puts HTML of a model or a Space into a frame that runs no scripts. The page's policy forbids inline styles, in frames too,
 * so the styles of the HTML are applied through the object model (CSSOM). The frame loads nothing from other hosts.
 */
export function fillFrame(frame: HTMLIFrameElement, html: string): void {
  const document = frame.contentDocument;
  const window = frame.contentWindow as (Window & typeof globalThis) | null;
  // While the frame is still loading it has no body; it is filled when it has loaded.
  if (!window || !document || !hasBody(document)) return;
  const { html: bare, styles } = setStylesAside(html);
  const body = document.importNode(sanitise(bare), true);
  document.body.replaceChildren(...body.childNodes);
  for (const element of document.querySelectorAll<HTMLElement>(`[${aside}]`)) {
    element.style.cssText = element.getAttribute(aside) ?? "";
    element.removeAttribute(aside);
  }
  document.adoptedStyleSheets = [base(), ...styles].map((text) => sheetFrom(window, text));
}

function hasBody({ body }: Document): boolean {
  return (body as HTMLElement | null) !== null;
}

const aside = "data-style-aside";

/** Takes styles out of the HTML before it is parsed in the page, where the policy would refuse and report each of them. */
function setStylesAside(html: string): { html: string; styles: string[] } {
  const styles: string[] = [];
  const rest: string[] = [];
  let at = 0;
  let open: number | undefined;
  for (const { 0: tag, index } of html.matchAll(/<style\b[^<>]*>|<\/style>/gi)) {
    if (open === undefined && !tag.startsWith("</")) {
      rest.push(html.slice(at, index));
      at = index;
      open = index + tag.length;
    } else if (open !== undefined && tag.startsWith("</")) {
      styles.push(html.slice(open, index));
      at = index + tag.length;
      open = undefined;
    }
  }
  // A style without an end is left to the sanitiser.
  rest.push(html.slice(at));
  // Without `<` in the pattern, a text of nothing but the beginnings of tags takes the square of its length.
  const renamed = rest
    .join("")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${aside}=`));
  return { html: renamed, styles };
}

function sheetFrom(window: Window & typeof globalThis, text: string): CSSStyleSheet {
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** Gives the frame VS Code's colours, which the HTML's own styles can override. */
function base(): string {
  const style = getComputedStyle(document.documentElement);
  const values = colours.map((name) => `${name}: ${style.getPropertyValue(name)};`).join("");
  return `:root { ${values} }
    body { margin: 6px 8px; color: var(--vscode-foreground); font: 13px/18px var(--vscode-font-family); overflow-wrap: anywhere; }
    a { color: var(--vscode-textLink-foreground); } img { max-width: 100%; }`;
}
