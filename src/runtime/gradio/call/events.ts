import type { Client } from "@gradio/client";

// Names for types that the client has but does not export.

export type SubmitIterable = ReturnType<Client["submit"]>;
export type GradioEvent = SubmitIterable extends AsyncIterable<infer Event> ? Event : never;
export type StatusEvent = Extract<GradioEvent, { readonly type: "status" }>;
