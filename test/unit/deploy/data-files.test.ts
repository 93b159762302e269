import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { dataFiles, includedFiles } from "../../../src/deploy/collect/data-files.ts";
import { environmentFiles } from "../../../src/deploy/collect/environment-files.ts";
import { Root } from "../../../src/deploy/collect/root.ts";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import { Project } from "./support/project.ts";

const common = { named: true, code: "", hasPreprocess: false, hasPostprocess: false, outputs: [] };

function graphWith(...values: string[]): GraphDescription {
  return {
    name: "Graph",
    nodes: [
      {
        ...common,
        kind: "fn",
        name: "node",
        fnName: "node",
        concurrent: false,
        inputs: [
          { name: "fixed", kind: "fixed", value: values },
          {
            name: "shown",
            kind: "component",
            input: "node.shown",
            component: { component: "Image", options: { value: { path: values[0] ?? "" } } },
          },
        ],
      },
    ],
  };
}

describe("Data files of a deployed workflow", () => {
  let project: Project;
  beforeEach(() => {
    project = new Project({
      "flow/flow.ts": "",
      "flow/cat.png": "cat",
      "flow/data/a.csv": "a",
      "flow/data/.secret": "s",
      "flow/data/node_modules/x/index.js": "",
      "flow/.env": "API_KEY=one\nOTHER=two",
      "flow/.env.local": "LOCAL=three",
      "flow/.env.example": "API_KEY=",
      "outside.png": "outside",
    });
  });
  afterEach(() => project.remove());

  it("are not what a link leads to that is hidden or outside", () => {
    const root = new Root(project.path("flow"));
    symlinkSync(".env", project.path("flow/notes.txt"));
    symlinkSync("../outside.png", project.path("flow/dog.png"));
    symlinkSync("cat.png", project.path("flow/pet.png"));
    const graph = graphWith("pet.png", "notes.txt", "dog.png");
    const { places, notes } = dataFiles(project.path("flow/flow.ts"), [graph], root);
    assert.deepEqual([places, notes.length], [["pet.png"], 2]);
    for (const name of ["notes.txt", "dog.png"])
      assert.throws(
        () => includedFiles([project.path(`flow/${name}`)], root, undefined),
        /its link leads to/,
      );
  });

  it("are those in the folder that inputs name; others are told", () => {
    const root = new Root(project.path("flow"));
    const graph = graphWith(
      "./cat.png",
      "../outside.png",
      "data/.secret",
      "a cat",
      "https://x.y/cat.png",
      "data",
    );
    const { places, notes } = dataFiles(project.path("flow/flow.ts"), [graph], root);
    assert.deepEqual(places, ["cat.png"]);
    assert.deepEqual(
      notes.map(({ message }) => /'(.*?)' of (\S+) is not uploaded/.exec(message)?.slice(1)),
      [
        ["../outside.png", "node.fixed"],
        ["data/.secret", "node.fixed"],
      ],
    );
  });

  it("are those in an included folder, without hidden ones and packages", () => {
    const root = new Root(project.path("flow"));
    const included = (...paths: string[]) =>
      includedFiles(
        paths.map((path) => project.path(path)),
        root,
        undefined,
      );
    assert.deepEqual(included("flow/data", "flow/cat.png"), ["cat.png", "data/a.csv"]);
    for (const path of ["outside.png", "flow/nothing", "flow/.env"])
      assert.throws(() => included(path), DeployError, path);
  });

  it("are no .env files, whose variables are told", () => {
    assert.deepEqual(
      environmentFiles([project.path("flow"), project.path("flow")]).map(({ path, values }) => [
        path.slice(project.folder.length),
        values,
      ]),
      [
        ["/flow/.env", { API_KEY: "one", OTHER: "two" }],
        ["/flow/.env.local", { LOCAL: "three" }],
      ],
    );
  });
});
