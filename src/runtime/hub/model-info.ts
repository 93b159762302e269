/** What the Hub says about a model. */
export interface ModelInfo {
  readonly id: string;
  readonly sha?: string;
  /** The model's task in the Hub's own words; not always the task a provider serves it for. */
  readonly pipelineTag?: string;
  /** Who serves it, in the Hub's order. */
  readonly providers: readonly ProviderMapping[];
  /** Its licence must be accepted first: by itself (`auto`) or by the owner (`manual`). */
  readonly gated: false | "auto" | "manual";
  readonly private: boolean;
}

export interface ProviderMapping {
  /** As in `owner/model:provider`. */
  readonly provider: string;
  /** `conversational`, `text-to-image` … */
  readonly task: string;
  readonly status: "live" | "staging" | "error";
  /** The model's name at the provider. */
  readonly providerId?: string;
}

interface RawModel {
  readonly id: string;
  readonly sha?: string;
  readonly pipeline_tag?: string;
  readonly gated?: boolean | "auto" | "manual";
  readonly private?: boolean;
  /** A list, or (earlier) an object by provider. */
  readonly inferenceProviderMapping?: readonly RawMapping[] | Readonly<Record<string, RawMapping>>;
}

interface RawMapping {
  readonly provider?: string;
  readonly task: string;
  readonly status?: string;
  readonly providerId?: string;
}

export function parseModel(raw: unknown): ModelInfo {
  const model = raw as RawModel;
  const mapping = model.inferenceProviderMapping ?? [];
  const entries = Array.isArray(mapping)
    ? (mapping as readonly RawMapping[]).map((entry) => [entry.provider ?? "", entry] as const)
    : Object.entries(mapping as Readonly<Record<string, RawMapping>>);
  return {
    id: model.id,
    ...(model.sha ? { sha: model.sha } : {}),
    ...(model.pipeline_tag ? { pipelineTag: model.pipeline_tag } : {}),
    providers: entries.map(([provider, entry]) => ({
      provider,
      task: entry.task,
      status: entry.status === "staging" || entry.status === "error" ? entry.status : "live",
      ...(entry.providerId ? { providerId: entry.providerId } : {}),
    })),
    gated: model.gated === "manual" ? "manual" : model.gated ? "auto" : false,
    private: model.private ?? false,
  };
}
