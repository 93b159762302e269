import { basename } from "node:path";
import { describeWorkflow } from "../../runtime/check/features/describe-workflow.ts";
import type { Json } from "../../runtime/values/value.ts";
import type { ToolHost } from "../host.ts";
import type { Question } from "../safety/permissions.ts";
import { questionText } from "../safety/question-text.ts";
import { recordedCalls } from "./calls.ts";

/** What a person is asked before code of a workflow runs: what it will do, and with what. */
export async function questionBeforeRun(
  host: ToolHost,
  permission: "run" | "test",
  name: string,
  {
    node,
    inputs = {},
    calls,
  }: {
    readonly node?: string;
    readonly inputs?: Readonly<Record<string, Json>>;
    readonly calls?: "recorded" | "live";
  },
): Promise<Question> {
  const file = await host.workspace.workflow(name);
  const subject = host.workspace.nameOf(file);
  const nodes = await host.checks.read(file, (analysis) =>
    analysis ? describeWorkflow(analysis).nodes : [],
  );
  const services = nodes.flatMap(({ service, calls }) =>
    service ? [`the ${service} ${calls ?? "(known when it runs)"}`] : [],
  );
  const recorded = await recordedCalls(host, file, calls);
  const recording = recorded && { ...recorded, name: basename(recorded.folder) };
  const message = questionText({ what: whatRuns(permission, node), subject, services, recording, inputs });
  return {
    permissions: recorded?.makesMissing ? [permission, "live"] : [permission],
    subject,
    message,
  };
}

function whatRuns(permission: "run" | "test", node: string | undefined): string {
  if (permission === "test") return `run '${node}' alone`;
  return node === undefined ? "run all of it" : `run '${node}' and what it needs`;
}
