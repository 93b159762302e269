import assert from "node:assert/strict";
import { Harness, type Files } from "./support/harness.ts";

const service = `const columns: Record<string, string[]> = {};
function Column() {
  return (target: object, property: string) => { (columns[target.constructor.name] ??= []).push(property); };
}
function Logged(_target: object, name: string, descriptor: PropertyDescriptor): PropertyDescriptor {
  const original = descriptor.value;
  return { ...descriptor, value: (...args: unknown[]) => name + ": " + original(...args) };
}
export class User {
  @Column() name = "Ada";
  @Column() age = 36;
  @Logged greet(other: string) { return "hello " + other; }
}
class Base { constructor() { this.init(); } init(): void {} }
export class Child extends Base { value?: string; override init() { this.value = "set in base"; } }
export const columnsOf = (name: string) => columns[name] ?? [];
`;
const decorated = `import { FnNode, Graph } from "daggr";
import { Child, columnsOf, User } from "./service.ts";
const user = new FnNode(() => ({ columns: columnsOf("User"), greeting: new User().greet("you"), child: new Child().value ?? null }));
export default new Graph({ name: "Decorated", nodes: [user] });
`;
const config = (options: Readonly<Record<string, unknown>>, more: object = {}) =>
  JSON.stringify({ compilerOptions: options, ...more });
const legacy = { target: "ES2022", experimentalDecorators: true, useDefineForClassFields: false };
const page = (body: string) => `import { FnNode, Graph } from "daggr";
${body}
export default new Graph({ name: "Page", nodes: [page] });
`;
const tinyHtml: Files = {
  "node_modules/tiny/package.json":
    '{ "name": "tiny", "version": "1.0.0", "type": "module", "exports": { "./jsx-runtime": "./jsx.js" } }',
  "node_modules/tiny/jsx.js":
    "export const jsx = (tag, { children }) => `<${tag}>${children}</${tag}>`; export const jsxs = jsx;",
};

describe("a tsconfig.json", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open());
  after(() => harness.close());
  harness.tidyAfterEach();

  const outputOf = async (files: Files, node: string) => {
    const workflow = await harness.loaded(files);
    return workflow.output(node);
  };
  const expected = { columns: ["name", "age"], greeting: "greet: hello you", child: "set in base" };

  it("decides about decorators and class fields", async () => {
    const files = { "workflow.ts": decorated, "service.ts": service, "tsconfig.json": config(legacy) };
    assert.deepEqual(await outputOf(files, "user"), expected);
  });

  it("decides by what it extends, and by its target", async () => {
    const files = {
      "workflow.ts": decorated,
      "service.ts": service,
      "base.json": config({ target: "ES2020", experimentalDecorators: true }),
      "tsconfig.json": JSON.stringify({ extends: "./base.json" }),
    };
    assert.deepEqual(await outputOf(files, "user"), expected);
  });

  it("decides by the project that it refers to", async () => {
    const files = {
      "workflow.ts": decorated,
      "service.ts": service,
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }),
      "tsconfig.app.json": config(legacy, { include: ["*.ts"] }),
    };
    assert.deepEqual(await outputOf(files, "user"), expected);
  });

  it("gives decorators the types of what they decorate", async () => {
    const code = `import { FnNode, Graph } from "daggr";
const types: string[] = [];
(Reflect as any).metadata = (key: string, value: any) => () => { if (key === "design:type") types.push(value.name); };
const Mark = (): any => () => {};
class Item { @Mark() title: string = ""; @Mark() count: number | null = 0; }
const kinds = new FnNode(() => (new Item(), types));
export default new Graph({ name: "Kinds", nodes: [kinds] });
`;
    // As TypeScript does: without strict null checks, null is no part of a type.
    for (const [strict, count] of [
      [true, "Object"],
      [false, "Number"],
    ] as const) {
      const options = { ...legacy, emitDecoratorMetadata: true, strict };
      const files = { "workflow.ts": code, "tsconfig.json": config(options) };
      assert.deepEqual(await outputOf(files, "kinds"), ["String", count]);
    }
  });

  it("names the runtime of JSX", async () => {
    const files = {
      ...tinyHtml,
      "workflow.ts": `export { default } from "./page.tsx";`,
      "page.tsx": page("const page = new FnNode(() => <h1>Hello</h1>);"),
      "tsconfig.json": config({ jsx: "react-jsx", jsxImportSource: "tiny" }),
    };
    assert.equal(await outputOf(files, "page"), "<h1>Hello</h1>");
  });

  it("names the factories of JSX", async () => {
    const files = {
      "workflow.ts": `export { default } from "./page.tsx";`,
      "page.tsx":
        page(`const h = (tag: string, _: unknown, ...inner: string[]) => tag + "(" + inner.join() + ")";
const all = "all";
const page = new FnNode(() => <><b>one</b><i>two</i></>);`),
      "tsconfig.json": config({ jsx: "react", jsxFactory: "h", jsxFragmentFactory: "all" }),
    };
    assert.equal(await outputOf(files, "page"), "all(b(one),i(two))");
  });

  it("adds conditions for packages", async () => {
    const files = {
      "node_modules/kinds/package.json":
        '{ "name": "kinds", "version": "1.0.0", "type": "module", "exports": { "special": "./special.js", "default": "./plain.js" } }',
      "node_modules/kinds/special.js": 'export const kind = "special";',
      "node_modules/kinds/plain.js": 'export const kind = "plain";',
      "workflow.ts": `import { FnNode, Graph } from "daggr";
import { kind } from "kinds";
const which = new FnNode(() => kind);
export default new Graph({ name: "Which", nodes: [which] });
`,
    };
    assert.equal(await outputOf(files, "which"), "plain");
    assert.equal(
      await outputOf({ ...files, "tsconfig.json": config({ customConditions: ["special"] }) }, "which"),
      "special",
    );
  });

  it("is watched, and what it changes has another key", async () => {
    const files = { "workflow.ts": decorated, "service.ts": service };
    const assigned = await harness.loaded({ ...files, "tsconfig.json": config(legacy) });
    const defined = await harness.loaded({
      ...files,
      "tsconfig.json": config({ ...legacy, useDefineForClassFields: true }),
    });
    const { files: watched } = defined.generation.description;
    assert.ok(watched.some((path) => path.endsWith("tsconfig.json")));
    assert.notEqual(assigned.node("user").code, defined.node("user").code);
    assert.deepEqual(await defined.output("user"), { ...expected, child: null });
  });
});
