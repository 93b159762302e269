import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Json } from "../../runtime/values/value.ts";

/** What a request asks for cannot be done. Its answer is `{"error": …}` with what helps to correct it. */
export class RequestError extends Error {
  constructor(
    readonly status: ContentfulStatusCode,
    message: string,
    readonly details: Readonly<Record<string, Json>> = {},
  ) {
    super(message);
  }

  get body(): Readonly<Record<string, Json>> {
    return { error: this.message, ...this.details };
  }
}
