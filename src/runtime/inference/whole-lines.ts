import { bytesText, LimitError } from "../failures/limit-error.ts";

/** Bytes of one line of a streamed answer. */
const maxLine = 4 * 1024 * 1024;
const newline = 0x0a;

/**
 * A streamed answer of a provider in whole lines. The library joins the pieces of a line each time another one arrives, so a long
 * line in small pieces would take it for ever.
 */
export function inWholeLines(response: Response): Response {
  if (!response.body || !response.headers.get("content-type")?.includes("event-stream")) return response;
  let pieces: Uint8Array[] = [];
  let length = 0;
  const lines = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      const end = chunk.lastIndexOf(newline) + 1;
      if (end > 0) {
        controller.enqueue(Buffer.concat([...pieces, chunk.subarray(0, end)]));
        [pieces, length] = [[], 0];
      }
      if (end === chunk.length) return;
      pieces.push(chunk.subarray(end));
      length += chunk.length - end;
      if (length <= maxLine) return;
      throw new LimitError(
        `it sent more than ${bytesText(maxLine)} in one message, the most that Daggr takes`,
      );
    },
    flush: (controller) => {
      if (pieces.length > 0) controller.enqueue(Buffer.concat(pieces));
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(lines), { status, statusText, headers });
}
