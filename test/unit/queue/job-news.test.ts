import assert from "node:assert/strict";
import type { SharedFiles } from "../../../src/runtime/queue/jobs/shared-files.ts";
import { NewsOfJob } from "../../../src/runtime/queue/engine/job-news.ts";
import type { StepPhase } from "../../../src/runtime/protocol/step-phase.ts";

describe("What is heard of a job", () => {
  function hear() {
    const phases: StepPhase[] = [];
    const news = new NewsOfJob({
      id: "job",
      workers: "gpu",
      key: "key",
      context: {
        signal: new AbortController().signal,
        emit: (event) => {
          if (event.type === "phase") phases.push(event.phase);
        },
      },
      // The cast: only partial results have files.
      files: {} as SharedFiles,
      askedAt: Date.now(),
      isLimited: false,
    });
    return { news, phases };
  }

  it("says that it waits again when a worker gave it back, and that it may have begun", () => {
    const { news, phases } = hear();
    news.active();
    news.waits();
    news.active();
    assert.deepEqual(phases, [{ kind: "running" }, { kind: "queued", workers: "gpu" }, { kind: "running" }]);
    assert.equal(news.began, true);
  });
});
