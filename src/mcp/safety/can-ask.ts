import {
  CLIENT_CAPABILITIES_META_KEY,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import * as v from "valibot";

const capabilities = v.object({ elicitation: v.looseObject({}) });
const envelope = v.object({ [CLIENT_CAPABILITIES_META_KEY]: capabilities });

/** Whether the assistant's program can put a form to its person: told with each request, before 2026 in the handshake. */
export function canAsk({ mcpReq }: ServerContext, { server }: McpServer): boolean {
  return mcpReq.envelope === undefined
    ? v.is(capabilities, server.getClientCapabilities())
    : v.is(envelope, mcpReq.envelope);
}
