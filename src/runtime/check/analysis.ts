import type { ApiInfo, EndpointInfo } from "../gradio/schema/api-info.ts";
import type { ts } from "../typescript.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import type { Extracted } from "./model/extract.ts";
import type { NodeSite } from "./model/model.ts";
import type { EndpointTypes } from "./types/space-types.ts";

/** Everything that rules, completion and hover look at: one file of one program at one moment. */
export interface Analysis extends Extracted {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  readonly knowledge: Knowledge;
  /** Version of the engine that runs workflows, where it is known. */
  readonly engineVersion?: string;
  /** The calls of GradioNodes whose endpoint is known. */
  readonly calls: readonly SpaceCall[];
  /** What endpoints take and give, as types of this program. */
  readonly endpointTypes: EndpointTypes;
}

export interface SpaceCall {
  readonly site: NodeSite;
  readonly space: string;
  readonly api: ApiInfo;
  readonly endpoint: EndpointInfo;
  /** `'/image' of 'owner/space'`, for messages. */
  readonly title: string;
  /** False where `preprocess` makes other inputs of them, or the workflow said not to validate. */
  readonly comparable: boolean;
}
