import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { toJsonSchema } from "@valibot/to-json-schema";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { toolInputs } from "../../../src/extension/assistants/tool-inputs.ts";
import { mcpProviders } from "../../../src/extension/ids.ts";

interface Manifest {
  readonly contributes: {
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
    readonly chatSkills: readonly { readonly path: string }[];
    readonly languageModelTools: readonly { readonly name: string; readonly inputSchema: unknown }[];
  };
}

describe("what the manifest offers to assistants", () => {
  const { contributes } = JSON.parse(readFileSync(inRoot("package.json"), "utf8")) as Manifest;

  it("has the tools of the code, with the schemas by which they parse what they are given", () => {
    const declared = contributes.languageModelTools.map(({ name, inputSchema }) => [name, inputSchema]);
    const parsed = Object.entries(toolInputs).map(([name, schema]) => {
      const { $schema: _, ...json } = toJsonSchema(schema);
      return [name, json];
    });
    assert.deepEqual(Object.fromEntries(declared), Object.fromEntries(parsed));
  });

  it("has the MCP server of the code", () => {
    assert.deepEqual(
      contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      Object.values(mcpProviders),
    );
  });

  it("has the skill that `daggr skill` writes, in a folder of its name", () => {
    const [{ path } = { path: "" }] = contributes.chatSkills;
    const built = readFileSync(inRoot(path), "utf8");
    assert.equal(built, readFileSync(inRoot("docs/skill.md"), "utf8"));
    assert.match(built, new RegExp(`^---\\nname: ${basename(dirname(path))}\\n`));
  });
});
