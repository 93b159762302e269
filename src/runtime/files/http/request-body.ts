import { randomUUID } from "node:crypto";

/** What a request can carry. All of it can be sent again after a redirect. */
export type RequestBody = string | Uint8Array | Blob | FormData;

export interface EncodedBody {
  readonly content: Blob;
  /** Where the body says it. */
  readonly type?: string;
}

/** A body whose length is known and that is read from disk while it is sent, where it lies there. */
export function encodeBody(body: RequestBody): EncodedBody {
  if (typeof body === "string") return { content: new Blob([body]), type: "text/plain;charset=UTF-8" };
  if (body instanceof Blob) return { content: body, ...(body.type ? { type: body.type } : {}) };
  if (body instanceof FormData) return encodeForm(body);
  // The cast: only the type declarations tell shared memory apart here.
  return { content: new Blob([body as Uint8Array<ArrayBuffer>]) };
}

function encodeForm(form: FormData): EncodedBody {
  const boundary = `daggr-${randomUUID()}`;
  const parts: BlobPart[] = [];
  for (const [name, value] of form) {
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`);
    if (typeof value === "string") parts.push(`\r\n\r\n${value}\r\n`);
    else {
      const type = value.type || "application/octet-stream";
      parts.push(`; filename="${quoted(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, "\r\n");
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return { content: new Blob(parts), type: `multipart/form-data; boundary=${boundary}` };
}

/** As browsers write names, so that none can end its header. */
function quoted(name: string): string {
  return name.replace(/\r\n|\r|\n/g, "%0D%0A").replaceAll('"', "%22");
}
