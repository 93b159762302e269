/** The size of a PNG picture, from its header. */
export function imageSize(content: Buffer): { readonly width: number; readonly height: number } {
  if (content.toString("latin1", 1, 4) === "PNG")
    return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
  throw new Error(`This is no PNG picture: ${content.toString("latin1", 0, 16)}`);
}
