import { relative } from "node:path";
import type { Deployed, DeployEvent } from "../../deploy/deploy.ts";
import type { UploadProgress } from "../../deploy/hub/upload.ts";
import type { SpacePlan } from "../../deploy/plan.ts";
import { printFailure } from "../open.ts";
import { printLine, printNote, styled } from "../output.ts";

/** What is uploaded of the person's own, and what is not. `given` are the secrets and variables of the command. */
export function printPlan(plan: SpacePlan, given: Readonly<Record<string, string>>): void {
  const files = plan
    .files({ storage: false })
    .filter(({ place, content }) => "path" in content && place.startsWith("workflow/"));
  printNote("Files of the workflow:");
  for (const { place } of files) printNote(`  ${place.slice("workflow/".length)}`);
  for (const note of plan.notes) printFailure(note);
  if (plan.models.length > 0 && !("HF_TOKEN" in given)) {
    printNote(styled("yellow", `The Space calls ${plan.models.join(", ")}, for which it needs a token.`));
    printNote(
      "  Unless it has one already, give it yours: --secret HF_TOKEN. What visitors run is then paid by you.",
    );
  }
  for (const { path, values } of plan.environment) {
    const names = Object.keys(values).filter((name) => !(name in given));
    const where = relative(process.cwd(), path);
    if (names.length === 0) continue;
    printNote(styled("yellow", `${where} is not uploaded. It sets ${names.join(", ")}.`));
    printNote(
      `  What the workflow needs of it, give as secrets: ${names.map((name) => `--secret ${name}`).join(" ")}`,
    );
  }
}

/** Tells how a deployment gets on. */
export class DeployProgress {
  /** Somebody has seen what the build printed. */
  logShown = false;

  readonly tell = (event: DeployEvent): void => {
    switch (event.type) {
      case "preparing":
        printNote(`${event.isNew ? "Creating" : "Updating"} ${event.id} …`);
        return;
      case "uploading":
        this.#uploading(event.progress);
        return;
      case "stage":
        printNote(stages[event.stage] ?? `The Space: ${event.stage}`);
        return;
      case "log":
        // In a file, the end of a build that failed is enough.
        if (!process.stderr.isTTY) return;
        this.logShown = true;
        printNote(styled("dim", `  ${event.line}`));
    }
  };

  #uploading(progress: UploadProgress): void {
    if (progress.step === "commit") printNote(`Uploading ${progress.files} files …`);
    else printNote(`Uploaded ${progress.done} of ${progress.total} large files: ${progress.place}`);
  }
}

const stages: Readonly<Record<string, string>> = {
  BUILDING: "The Space is being built …",
  RUNNING_BUILDING: "The Space is being built; the version before still runs …",
  APP_STARTING: "The Space is starting …",
  RUNNING_APP_STARTING: "The Space is starting; the version before still runs …",
  RUNNING: "The Space runs.",
};

export function printEnd({ space, page, address, end }: Deployed, { logShown }: DeployProgress): void {
  switch (end.kind) {
    case "running":
      printLine(styled("bold", address ?? page));
      if (address !== undefined) printNote(`Its page, with settings and logs: ${page}`);
      return;
    case "failed":
      printNote(styled("red", `${space} does not run (${end.stage})${end.reason ? `: ${end.reason}` : "."}`));
      if (end.lines.length > 0 && !(logShown && end.log === "build")) {
        printNote(`The end of its ${end.log} log:`);
        for (const line of end.lines) printNote(styled("dim", `  ${line}`));
      }
      printNote(
        `Correct the cause, then deploy again. All of the log: ${page}?logs=${end.log === "build" ? "build" : "container"}`,
      );
      return;
    case "resting":
      printNote(
        styled("yellow", `${space} was uploaded and does not run yet (${end.stage}). Look at ${page}`),
      );
  }
}
