// @ts-check
// OpenTelemetry's traces, for BullMQ, in one bundle.
export { context, propagation, trace } from "@opentelemetry/api";
export { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
export { W3CTraceContextPropagator } from "@opentelemetry/core";
export { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
export {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
export { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
export { BullMQOtel } from "bullmq-otel";
