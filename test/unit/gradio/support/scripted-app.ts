import { serveHttp, type Answer, type Ask } from "../../../hub/http.ts";

/** The id that a scripted app gives each job. */
export const eventId = "job-1";

/** What one request is answered, instead of what a sound app would answer. */
export interface Script {
  readonly config?: (ask: Ask) => Answer;
  readonly info?: (ask: Ask) => Answer;
  readonly join?: (ask: Ask) => Answer;
  readonly data?: (ask: Ask) => Answer;
  /** Requests for files, and everything else. */
  readonly other?: (ask: Ask) => Answer;
}

export interface ScriptedApp {
  readonly url: string;
  readonly requests: readonly Ask[];
  stop(): Promise<void>;
}

const text = {
  label: "Text",
  parameter_name: "text",
  parameter_has_default: true,
  parameter_default: "",
  type: { type: "string" },
  component: "Textbox",
};

export const soundConfig = {
  version: "6.0.0",
  protocol: "sse_v3",
  api_prefix: "/gradio_api",
  components: [{ id: 1, type: "textbox", props: {} }],
  dependencies: [
    { id: 0, api_name: "say", inputs: [1], outputs: [1], queue: true, types: { generator: true } },
  ],
};

export const soundInfo = {
  named_endpoints: { "/say": { parameters: [text], returns: [{ ...text, component: "JSON", type: {} }] } },
  unnamed_endpoints: {},
};

/** One message of a job's stream. */
export function message(msg: string, fields: object = {}): string {
  return `data: ${JSON.stringify({ msg, event_id: eventId, ...fields })}\n\n`;
}

/** The messages of a job that returns this. */
export function completed(...data: readonly unknown[]): string {
  return message("process_completed", { success: true, output: { data, is_generating: false } });
}

export function streamed(...pieces: readonly (string | Buffer)[]): Answer {
  return {
    headers: { "content-type": "text/event-stream" },
    // eslint-disable-next-line @typescript-eslint/require-await -- the server takes an asynchronous iterable
    body: (async function* () {
      yield* pieces;
    })(),
  };
}

/** A server with one endpoint, `/say`, that speaks Gradio's protocol except where the script says otherwise. */
export async function startScriptedApp(script: Script = {}): Promise<ScriptedApp> {
  const requests: Ask[] = [];
  const server = await serveHttp((ask) => {
    requests.push(ask);
    switch (ask.path) {
      case "/config":
        return script.config?.(ask) ?? { body: soundConfig };
      case "/gradio_api/info":
        return script.info?.(ask) ?? { body: soundInfo };
      case "/gradio_api/queue/join":
        return script.join?.(ask) ?? { body: { event_id: eventId } };
      case "/gradio_api/queue/data":
        return script.data?.(ask) ?? streamed(completed("said"));
      default:
        return script.other?.(ask) ?? { status: 404, body: { detail: "Not Found" } };
    }
  });
  return { url: server.url, requests, stop: () => server.stop() };
}
