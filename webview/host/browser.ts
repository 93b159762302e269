import type { BrowserAction } from "../../src/runtime/protocol/browser.ts";

/** Does what the server asks of the page. Rejects with a message for the person. */
export async function carryOut(action: BrowserAction): Promise<void> {
  switch (action.type) {
    case "open-address":
      return click({ href: action.address, target: "_blank", rel: "noopener noreferrer" });
    case "copy-text":
      return navigator.clipboard.writeText(action.text).catch(() => {
        throw new Error("The browser does not let this page use the clipboard.");
      });
    case "download":
      return click({ href: action.address, download: action.name });
    case "upload-sheet": {
      const file = await chooseFile(".daggr-sheet");
      if (file) await post(`${action.address}?name=${encodeURIComponent(file.name)}`, file);
    }
  }
}

/** Undefined where the person chooses none. */
export function chooseFile(accept = ""): Promise<File | undefined> {
  const input = Object.assign(document.createElement("input"), { type: "file", accept });
  return new Promise((resolve) => {
    input.onchange = () => resolve(input.files?.[0]);
    input.oncancel = () => resolve(undefined);
    input.click();
  });
}

/**
 * Posts a file to an address of the server.
 *
 * @returns its answer
 * @throws with the server's words where it refuses the file
 */
export async function post(address: string, file: Blob): Promise<unknown> {
  const response = await fetch(address, { method: "POST", body: file }).catch(() => {
    throw new Error("The server does not answer, so the file was not taken. Try again when it does.");
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const { error } = (answer ?? {}) as { error?: string };
  throw new Error(error ?? `The server refused the file (${response.status}).`);
}

function click(link: Partial<HTMLAnchorElement>): void {
  Object.assign(document.createElement("a"), link).click();
}
