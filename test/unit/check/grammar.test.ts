import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

interface Grammar {
  readonly scopeName: string;
  readonly repository: Readonly<
    Record<
      string,
      { readonly match: string; readonly captures: Readonly<Record<string, { readonly name: string }>> }
    >
  >;
}
interface Manifest {
  readonly contributes: {
    readonly grammars: readonly { readonly path: string; readonly scopeName: string }[];
  };
}

describe("grammar", () => {
  const [contributed] = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest).contributes
    .grammars;
  const path = join(root, contributed?.path ?? "");
  const { repository, scopeName } = JSON.parse(readFileSync(path, "utf8")) as Grammar;
  /** What is coloured in a line, by the last word but one of its scope's name. */
  const coloured = (line: string): readonly string[] =>
    Object.values(repository).flatMap(({ match, captures }) => {
      const found = new RegExp(match).exec(line);
      return (found ?? []).flatMap((text, group) => {
        const scope = captures[group]?.name;
        return text && scope?.startsWith("punctuation") === false
          ? [`${scope.split(".").at(-2)}: ${text}`]
          : [];
      });
    });

  it("is the one that the manifest names", () => {
    assert.ok(existsSync(path));
    assert.equal(scopeName, contributed?.scopeName);
  });

  it("colours Spaces, models and endpoints", () => {
    assert.deepEqual(coloured(`const a = new GradioNode("hf-applications/Z-Image.Turbo", {`), [
      "namespace: hf-applications",
      "space: Z-Image.Turbo",
    ]);
    assert.deepEqual(coloured(`new InferenceNode('owner/model:provider')`), [
      "namespace: owner",
      "model: model",
      "provider: provider",
    ]);
    assert.deepEqual(coloured(`  apiName: "/generate_image",`), ["endpoint: /generate_image"]);
    assert.deepEqual(coloured(`  apiName: 'predict',`), ["endpoint: predict"]);
  });

  it("leaves other texts alone", () => {
    assert.deepEqual(coloured(`const path = "owner/name";`), []);
    assert.deepEqual(coloured(`new GradioNode("http://127.0.0.1:7860")`), []);
    assert.deepEqual(coloured(`new MyGradioNode("owner/name")`), []);
    assert.deepEqual(coloured(`name: "/generate_image"`), []);
  });
});
