import mime from "mime";

/** Bytes. Every common file system accepts longer names; the rest is room for what programs add. */
const MAX_BYTES = 200;
/** Names that mean devices on Windows. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;
/** Control characters, invisible ones, and those that change the direction of writing. */
const hidden = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const unknownType = "application/octet-stream";

/**
 * A file's own name made safe: names from Spaces are not trusted. No folders, no control characters, nothing that a file
 * system gives a meaning to, a bounded length with the extension kept, and an extension from the media type if there is
 * none. A safe name stays as it is.
 */
export function safeName(name: string, type?: string): string {
  const own = name.split(/[\\/]/).at(-1) ?? "";
  const plain = own
    .normalize("NFC")
    .replace(hidden, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/^[. ]+|[. ]+$/g, "");
  const named = plain === "" ? "file" : devices.test(plain) ? `_${plain}` : plain;
  return shortened(withExtension(named, type));
}

/** The media type that a name's extension stands for. */
export function mediaTypeOf(name: string): string {
  return mime.getType(name) ?? unknownType;
}

function withExtension(name: string, type: string | undefined): string {
  const extension = type ? mime.getExtension(type.split(";")[0]?.trim() ?? "") : null;
  const says = extension && type !== unknownType && !/\.[A-Za-z0-9]{1,8}$/.test(name);
  return says ? `${name}.${extension}` : name;
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : "";
  let stem = [...name.slice(0, name.length - extension.length)];
  while (Buffer.byteLength(stem.join("") + extension) > MAX_BYTES) stem = stem.slice(0, -1);
  return stem.join("").trimEnd() + extension;
}
