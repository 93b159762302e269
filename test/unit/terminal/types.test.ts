import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declarationName, lockName, typesFolder } from "../../../src/runtime/api-types/names.ts";
import type { PrintedDiagnostic } from "../../../src/runtime/check/printed-diagnostic.ts";
import { api, choice, endpoint, FakeLookup, model, parameter, returned } from "../check/fake-lookup.ts";
import { serveServices, type ServedServices } from "../check/served-services.ts";
import { Program } from "./support/program.ts";

const world = (...voices: readonly string[]) =>
  new FakeLookup(
    {
      "owner/speech": api(
        "owner/speech",
        endpoint(
          "/say",
          [parameter("text", "Textbox"), choice("voice", voices, { default: voices[0]! })],
          [returned("Speech", "Audio")],
        ),
      ),
    },
    { "owner/writer": model("owner/writer", ["novita", "conversational"]) },
  );

const workflow = `import { GradioNode, Graph, InferenceNode, gr } from "daggr";
const write = new InferenceNode("owner/writer", { inputs: { prompt: gr.Textbox() } });
const say = new GradioNode("owner/speech", {
  apiName: "/say",
  inputs: { text: write.output, voice: "Bob" },
  outputs: { speech: gr.Audio() },
});
export default new Graph({ name: "Test", nodes: [say] });
`;

interface Compared {
  readonly projects: readonly {
    readonly changes: readonly { readonly id: string; readonly what: readonly string[] }[];
    readonly diagnostics: readonly PrintedDiagnostic[];
    readonly fits: boolean;
  }[];
}

describe("daggr types", function () {
  this.timeout(600_000);
  const program = new Program();
  let served: ServedServices | undefined;
  const serve = async (lookup: FakeLookup) => {
    await served?.stop();
    served = await serveServices(lookup);
  };
  const env = () => ({ HF_ENDPOINT: served!.hub.url });
  const check = () => program.json<Compared>(["types", "--check"], env());
  after(async () => {
    await served?.stop();
    program.remove();
  });

  it("writes types and a lock, which --check compares and an incompatible Space fails", async () => {
    await serve(world("Alice", "Bob"));
    const file = program.write("workflow.ts", workflow);
    const unlocked = await check();
    assert.equal(unlocked.code, 1);
    assert.deepEqual(
      unlocked.value.projects[0]?.changes.map(({ id }) => id),
      ["owner/speech", "owner/writer"],
    );

    const { code, stderr } = await program.run(["types"], env());
    assert.equal(code, 0, stderr);
    const declarations = join(program.folder, typesFolder, declarationName);
    assert.match(readFileSync(declarations, "utf8"), /"voice"\?: ChoiceParameter<"Alice" \| "Bob">/);
    const lock = readFileSync(join(program.folder, lockName), "utf8");
    const same = await check();
    assert.deepEqual([same.code, same.value.projects[0]?.fits], [0, true]);

    await serve(world("Alice", "Carol"));
    const changed = await check();
    assert.equal(changed.code, 1);
    const [project] = changed.value.projects;
    assert.deepEqual(project?.changes, [
      {
        id: "owner/speech",
        what: [
          `Endpoint '/say' was (text: In<string>, voice?: string of ["Alice","Bob"]) → Audio AudioFile, and is (text: In<string>, voice?: string of ["Alice","Carol"]) → Audio AudioFile.`,
        ],
      },
    ]);
    // One message, though the types say the same: the checker's own.
    assert.deepEqual(
      project?.diagnostics.map((one) => [one.code, one.file, one.line]),
      [["unknown-choice", file, 5]],
    );
    assert.equal(readFileSync(join(program.folder, lockName), "utf8"), lock, "it writes nothing");

    writeFileSync(file, workflow.replace("Bob", "Carol"));
    await program.run(["types"], env());
    assert.equal((await check()).code, 0);
    assert.ok(existsSync(declarations));
  });

  it("fails where a Space is gone that a workflow names", async () => {
    await serve(new FakeLookup({}, {}));
    const { code, value } = await check();
    assert.equal(code, 1);
    assert.ok(value.projects[0]?.diagnostics.some((one) => one.code === "unknown-space"));
  });
});
