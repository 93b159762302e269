import assert from "node:assert/strict";
import { asksForTraces } from "../../../src/runtime/queue/traces.ts";

describe("Traces of jobs", () => {
  const cases: readonly (readonly [boolean, Readonly<Record<string, string>>])[] = [
    [false, {}],
    [false, { DAGGR_QUEUE: "redis://127.0.0.1" }],
    [false, { OTEL_SERVICE_NAME: "" }],
    [true, { OTEL_SERVICE_NAME: "daggr" }],
    [true, { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" }],
    [true, { OTEL_TRACES_EXPORTER: "console, otlp" }],
    [false, { OTEL_TRACES_EXPORTER: "none", OTEL_SERVICE_NAME: "daggr" }],
    [false, { OTEL_SDK_DISABLED: "true", OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" }],
  ];
  for (const [asked, env] of cases)
    it(`are ${asked ? "" : "not "}asked for by ${JSON.stringify(env)}`, () =>
      assert.equal(asksForTraces(env), asked));
});
