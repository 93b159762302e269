/** Content written out as an address: `data:image/png;base64,…`. */
export interface DataUrl {
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function isDataUrl(text: string): boolean {
  return /^data:[^,]{0,200},/.test(text);
}

/** Undefined where the text is not a valid data URL. */
export function parseDataUrl(text: string): DataUrl | undefined {
  const head = /^data:([^,]{0,200}),/.exec(text);
  if (!head) return undefined;
  const [mime, ...parameters] = (head[1] ?? "").split(";");
  const body = text.slice(head[0].length);
  try {
    const bytes = parameters.includes("base64")
      ? Buffer.from(decodeURIComponent(body), "base64")
      : Buffer.from(decodeURIComponent(body));
    return { mime: mime || "text/plain", bytes };
  } catch {
    return undefined;
  }
}
