import type { ContextManager, Telemetry } from "bullmq";

/** Traces of jobs, which go to a collector of OpenTelemetry. */
export interface Traces {
  /** For the parts of BullMQ: it makes a span of each step of a job, and sends with a job which trace it belongs to. */
  readonly telemetry: Telemetry;
  /** Resolves when what was gathered is sent, or will not be soon. */
  flush(): Promise<void>;
}

/** Milliseconds to wait for the collector at the end. */
const patience = 2_000;

let opened: Promise<Traces> | undefined;

/**
 * The traces of this process; undefined where the environment asks for none, and then nothing of OpenTelemetry is loaded. Where they go, and by
 * which name, is in the variables that OpenTelemetry has for that.
 * Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export async function tracesOf(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Traces | undefined> {
  return asksForTraces(env) ? (opened ??= open()) : undefined;
}

export function asksForTraces(env: Readonly<Record<string, string | undefined>>): boolean {
  const names = Object.keys(env).filter((name) => name.startsWith("OTEL_") && env[name]);
  if (env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return false;
  const exporters = (env["OTEL_TRACES_EXPORTER"] || "otlp").split(",").map((name) => name.trim());
  return names.length > 0 && exporters.includes("otlp");
}

async function open(): Promise<Traces> {
  const { context, propagation, trace } = await import("@opentelemetry/api");
  const { AsyncLocalStorageContextManager } = await import("@opentelemetry/context-async-hooks");
  const { W3CTraceContextPropagator } = await import("@opentelemetry/core");
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-http");
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } =
    await import("@opentelemetry/resources");
  const { BatchSpanProcessor, TracerProvider } = await import("@opentelemetry/sdk-trace");
  const { BullMQOtel } = await import("bullmq-otel");
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": "daggr" }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  const { tracer, contextManager } = new BullMQOtel({ tracerName: "daggr" });
  return {
    telemetry: { tracer, contextManager: withAnyMetadata(contextManager) },
    flush: async () => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)));
      await Promise.race([provider.forceFlush().catch(() => {}), late]).finally(() => clearTimeout(timer));
    },
  };
}

/** What a job says of its trace is not signed. Whoever writes nonsense there must not keep a worker from its work. */
function withAnyMetadata<Context>(manager: ContextManager<Context>): ContextManager<Context> {
  return {
    with: (...given) => manager.with(...given),
    active: () => manager.active(),
    getMetadata: (given) => manager.getMetadata(given),
    fromMetadata: (active, metadata) => {
      try {
        return manager.fromMetadata(active, metadata);
      } catch {
        return active;
      }
    },
  };
}
