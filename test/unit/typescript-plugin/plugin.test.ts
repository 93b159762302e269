import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeExtension, temporaryFolder } from "./extension.ts";
import { TypeScriptServer } from "./server.ts";

const workflow = `import { readFile } from "node:fs/promises";
import { GradioNode, FnNode, Graph, gr } from "daggr";
const painter = new GradioNode("a/b", { outputs: { image: gr.Image() } });
const size = new FnNode(async ({ image }) => (await readFile(image)).length, { inputs: { image: painter.image } });
painter.imag;
Buffer.from(process.cwd()).lenght;
export default new Graph({ name: "x", nodes: [size] });
`;
const mistakes = [
  "Property 'imag' does not exist",
  "Property 'lenght' does not exist on type 'Buffer<ArrayBuffer>'. Did you mean 'length'?",
];

describe("The plugin of TypeScript's server", function () {
  this.timeout(120_000);
  let extension: string;
  let server: TypeScriptServer;
  const folders: string[] = [];

  const folder = () => {
    const made = temporaryFolder();
    folders.push(made);
    return made;
  };
  const open = (path: string, text: string) => {
    writeFileSync(path, text);
    server.open(path, text);
    return path;
  };

  before(async () => {
    extension = await makeExtension();
    folders.push(extension);
    server = new TypeScriptServer(extension);
  });
  after(async () => {
    await server.stop();
    for (const made of folders) rmSync(made, { recursive: true });
  });

  it("gives a lone workflow file the types of daggr and of Node", async () => {
    const file = open(join(folder(), "workflow.ts"), workflow);
    const errors = await server.errors(file);
    assert.equal(errors.length, mistakes.length, errors.join("\n"));
    for (const [index, mistake] of mistakes.entries())
      assert.ok(errors[index]?.startsWith(mistake), errors[index]);
  });

  it("lets the editor explain and complete", async () => {
    const file = open(join(folder(), "workflow.ts"), workflow);
    assert.match(await server.hover(file, 3, 22), /Calls one endpoint of a Space/);
    assert.match(await server.hover(file, 4, 35), /\bimage: ImageFile/);
    const names = await server.completions(file, 5, 9);
    assert.ok(names.includes("image") && names.includes("outputs") && names.includes("or"), names.join());
  });

  it("adds the types of Spaces that stand beside a file or above it", async () => {
    const home = folder();
    mkdirSync(join(home, ".daggr/types"), { recursive: true });
    mkdirSync(join(home, "flows"));
    writeFileSync(
      join(home, ".daggr/types/spaces.d.ts"),
      `export {};
declare module "daggr" {
  interface Spaces {
    "a/b": { "/say": { inputs: { "text"?: Parameter<string> }; outputs: [text: string] } };
  }
}
`,
    );
    const text = `import { GradioNode } from "daggr";\nnew GradioNode("a/b", { apiName: "/say", inputs: { txt: "" } });\n`;
    const errors = await server.errors(open(join(home, "flows/workflow.ts"), text));
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0]!, /Did you mean to write 'text'\?/);
  });

  it("gives JavaScript the types too", async () => {
    const file = open(join(folder(), "workflow.js"), `import { gr } from "daggr";\ngr.Textbox;\n`);
    assert.ok((await server.completions(file, 2, 4)).includes("Slider"));
  });

  it("leaves a daggr alone that the workspace has installed", async () => {
    const home = folder();
    const installed = join(home, "node_modules/daggr");
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, "package.json"), JSON.stringify({ name: "daggr", types: "index.d.ts" }));
    writeFileSync(join(installed, "index.d.ts"), "export declare const own: 5;\n");
    const file = open(join(home, "workflow.ts"), `import { own, gr } from "daggr";\nexport default own;\n`);
    assert.deepEqual(await server.errors(file), [`Module '"daggr"' has no exported member 'gr'.`]);
  });

  it("answers for an installed daggr that has no types", async () => {
    const home = folder();
    const installed = join(home, "node_modules/daggr");
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, "package.json"), JSON.stringify({ name: "daggr", main: "index.js" }));
    writeFileSync(join(installed, "index.js"), "exports.gr = {};\n");
    const file = open(join(home, "workflow.ts"), workflow);
    assert.equal((await server.errors(file)).length, mistakes.length);
  });

  it("leaves the Node types of the workspace alone", async () => {
    const home = folder();
    const node = join(home, "node_modules/@types/node");
    mkdirSync(node, { recursive: true });
    writeFileSync(join(node, "package.json"), JSON.stringify({ name: "@types/node", types: "index.d.ts" }));
    writeFileSync(join(node, "index.d.ts"), "declare const ownNode: 5;\n");
    writeFileSync(
      join(home, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { types: ["node"], strict: true } }),
    );
    const file = open(
      join(home, "workflow.ts"),
      `import { gr } from "daggr";\nexport const text = [gr, ownNode];\nprocess;\n`,
    );
    const errors = await server.errors(file);
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0]!, /Cannot find name 'process'/);
  });

  it("does nothing for other packages", async () => {
    const file = open(
      join(folder(), "workflow.ts"),
      `import "daggr-more"; import { x } from "dagger";\nexport default x;\n`,
    );
    const errors = await server.errors(file);
    assert.ok(
      errors.some((error) => error.includes("Cannot find module 'dagger'")),
      errors.join("\n"),
    );
  });

  it("is what makes the difference", async () => {
    const bare = new TypeScriptServer(undefined);
    try {
      const file = join(folder(), "workflow.ts");
      writeFileSync(file, workflow);
      bare.open(file, workflow);
      assert.ok((await bare.errors(file)).some((error) => error.includes("Cannot find module 'daggr'")));
    } finally {
      await bare.stop();
    }
  });
});
