import type { ApiInfo } from "../../gradio/schema/api-info.ts";
import type { EndpointChoice } from "../../protocol/language.ts";
import { signature } from "./describe.ts";

/** The endpoints of an app, to choose from. */
export function endpointChoices({ endpoints }: ApiInfo): readonly EndpointChoice[] {
  return endpoints.map((endpoint) => ({
    name: typeof endpoint.name === "number" ? `/${endpoint.name}` : endpoint.name,
    detail: signature(endpoint),
    ...(endpoint.description && { description: endpoint.description }),
  }));
}
