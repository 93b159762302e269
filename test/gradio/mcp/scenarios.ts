/** What a server would have to be besides what this one is. */
type Reason =
  /** Its answer is about a tool or a resource that the suite's example server has, and what this server says of it. */
  | { readonly example: string }
  /** It is about a part of the protocol that a server may leave out and say so, as this one does. */
  | { readonly capability: "completions" | "logging" | "prompts" | "subscribe" }
  /** Streams that are resumed belong to sessions, and each request to this server stands for itself. */
  | { readonly sessions: true };

const tool = (name: string): Reason => ({ example: `Tool ${name} not found` });
const resource = (uri: string): Reason => ({ example: `Resource not found: ${uri}` });

/**
 * The scenarios of the conformance suite that a served workflow cannot be asked, with the reason, which the test holds against what
 * the server answered. All others have to pass.
 */
export const notForAServedWorkflow: Readonly<Record<string, Reason>> = {
  "tools-call-simple-text": tool("test_simple_text"),
  "tools-call-image": tool("test_image_content"),
  "tools-call-audio": tool("test_audio_content"),
  "tools-call-embedded-resource": tool("test_embedded_resource"),
  "tools-call-mixed-content": tool("test_multiple_content_types"),
  "tools-call-error": tool("test_error_handling"),
  "tools-call-with-progress": tool("test_tool_with_progress"),
  "tools-call-sampling": tool("test_sampling"),
  "tools-call-elicitation": tool("test_elicitation"),
  "elicitation-sep1034-defaults": tool("test_elicitation_sep1034_defaults"),
  "elicitation-sep1330-enums": tool("test_elicitation_sep1330_enums"),
  "json-schema-2020-12": { example: "Tool 'json_schema_2020_12_tool' not found" },
  "resources-read-text": resource("test://static-text"),
  "resources-read-binary": resource("test://static-binary"),
  "resources-templates-read": resource("test://template/123/data"),
  "tools-call-with-logging": { capability: "logging" },
  "logging-set-level": { capability: "logging" },
  "completion-complete": { capability: "completions" },
  "resources-subscribe": { capability: "subscribe" },
  "resources-unsubscribe": { capability: "subscribe" },
  "prompts-list": { capability: "prompts" },
  "prompts-get-simple": { capability: "prompts" },
  "prompts-get-with-args": { capability: "prompts" },
  "prompts-get-embedded-resource": { capability: "prompts" },
  "prompts-get-with-image": { capability: "prompts" },
  "server-sse-polling": { sessions: true },
  "server-sse-multiple-streams": { sessions: true },
};
