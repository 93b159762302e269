import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { layers } from "../../../.dependency-cruiser.mjs";
import { root } from "../../../scripts/lib/paths.mjs";

/** What the checker reports, as far as it matters here. */
interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/** A file with a forbidden import for each kind of violation: file, imported module, rule that refuses it. */
const planted: readonly (readonly [file: string, imports: string, rule: string])[] = [
  ["src/runtime/failures/up.ts", "../run/fine.ts", "no-import-up-from-src/runtime/failures"],
  ["src/runtime/graph/up-by-type.ts", "type ../plan/fine.ts", "no-import-up-from-src/runtime/graph"],
  ["src/runtime/gradio/beside.ts", "../inference/fine.ts", "no-import-up-from-src/runtime/gradio"],
  ["src/runtime/run/deep/extension.ts", "../../../extension/fine.ts", "no-import-up-from-src/runtime/run"],
  ["src/runtime/run/terminal.ts", "../../terminal/fine.ts", "no-import-up-from-src/runtime/run"],
  ["src/runtime/run/canvas.ts", "../../../webview/fine.ts", "no-import-up-from-src/runtime/run"],
  ["src/extension/beside.ts", "../terminal/fine.ts", "no-import-up-from-src/extension"],
  ["src/runtime/run/editor.ts", "vscode", "engine-knows-no-editor"],
  ["src/runtime/run/editor-by-type.ts", "type vscode", "engine-knows-no-editor"],
  ["src/runtime/run/svelte.ts", "svelte", "engine-knows-no-editor"],
  ["src/terminal/svelte.ts", "svelte/store", "engine-knows-no-editor"],
  ["webview/editor.ts", "vscode", "canvas-knows-no-editor"],
  ["src/runtime/run/test-helper.ts", "../../../test/support/fine.ts", "product-knows-no-tests"],
  ["src/runtime/run/one-of-two.ts", "./other-of-two.ts", "no-circle"],
  ["src/runtime/unheard-of/file.ts", "../text/fine.ts", "every-file-has-a-layer"],
];

describe("The layers", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-layers-"));
    await cp(join(root, ".dependency-cruiser.mjs"), join(folder, ".dependency-cruiser.mjs"));
    await cp(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    const folders = layers.flat().filter((place) => !place.endsWith(".ts"));
    for (const place of [...folders, "test/support"])
      await write(`${place}/fine.ts`, "export const fine = 1;\n");
    // The highest layer uses the lowest: an import that goes down is allowed.
    await write("src/extension/down.ts", 'export { fine } from "../runtime/text/fine.ts";\n');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("let imports pass that go down", () => {
    assert.deepEqual(check(), []);
  });

  it("refuse each kind of forbidden import", async () => {
    for (const [file, imports] of planted) {
      const [, type, module] = /^(type )?(.+)$/.exec(imports)!;
      await write(
        file,
        `import ${type ?? ""}* as planted from "${module}";\nexport type Planted = typeof planted;\n`,
      );
    }
    await write("src/runtime/run/other-of-two.ts", 'export type { Planted } from "./one-of-two.ts";\n');
    const refused = check();
    for (const [file, , rule] of planted) {
      const rules = refused.filter(({ from }) => from === file).map(({ rule }) => rule);
      assert.ok(
        rules.includes(rule),
        `${file} is refused by ${rule}; it was refused by: ${rules.join(", ") || "nothing"}`,
      );
    }
  });

  async function write(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }

  function check(): readonly { readonly from: string; readonly rule: string }[] {
    const program = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
    const options = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", "src", "webview"];
    const { stdout, stderr } = spawnSync(process.execPath, [program, ...options], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    assert.ok(stdout, stderr);
    const { summary } = JSON.parse(stdout) as Report;
    return summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
  }
});
