import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ManifestParts } from "../collect/manifests.ts";
import type { WorkflowFiles } from "../collect/workflow-files.ts";
import { dockerfile } from "./dockerfile.ts";
import { engineFiles } from "./engine-files.ts";
import { readme } from "./readme.ts";
import type { SpaceFile } from "./space-file.ts";

export interface DockerSpaceOptions {
  readonly workflow: WorkflowFiles;
  /** Data files, from the workflow's root on. */
  readonly data: readonly string[];
  /** Folder of the bundles. */
  readonly dist: string;
  readonly title: string;
  readonly graph?: string;
  readonly storage: boolean;
}

/** All files of a Space that serves a workflow and needs nothing else but the packages that it names. */
export function dockerSpace(options: DockerSpaceOptions): readonly SpaceFile[] {
  const { workflow, data, dist, title } = options;
  const own = [...new Set([...workflow.modules, ...data])].sort();
  const made = [...manifestFiles(workflow, own), ...configFiles(workflow)];
  const makes = new Set(made.map(({ place }) => place));
  const image = {
    entry: `workflow/${workflow.entry}`,
    graph: options.graph,
    packages: Object.keys(workflow.packages).length > 0,
    storage: options.storage,
  };
  return [
    { place: "README.md", content: { text: readme({ title, sdk: "docker" }) } },
    { place: "Dockerfile", content: { text: dockerfile(image) } },
    ...made,
    ...own
      .map((place) => ({
        place: `workflow/${place}`,
        content: { path: join(workflow.root.folder, place) },
      }))
      .filter(({ place }) => !makes.has(place)),
    ...engineFiles(dist).map((place) => ({
      place: `daggr/dist/${place}`,
      content: { path: join(dist, place) },
    })),
    ...licence(dist),
  ];
}

/** It goes with every copy of the program. */
function licence(dist: string): SpaceFile[] {
  const path = join(dist, "..", "LICENSE");
  return existsSync(path) ? [{ place: "daggr/LICENSE", content: { path } }] : [];
}

/** One `package.json` for each that decides how the workflow's files run. The root's has the packages. */
function manifestFiles({ manifests, packages, root }: WorkflowFiles, own: readonly string[]): SpaceFile[] {
  const folders = new Set(manifests.keys());
  if (Object.keys(packages).length > 0) folders.add("");
  return [...folders].map((folder) => {
    const place = folder === "" ? "package.json" : `${folder}/package.json`;
    // Code that imports it reads more of it than Node does.
    const parts = own.includes(place) ? readWhole(join(root.folder, place)) : (manifests.get(folder) ?? {});
    const dependencies = folder === "" ? packages : {};
    return { place: `workflow/${place}`, content: { text: manifestText(parts, dependencies) } };
  });
}

function manifestText(parts: ManifestParts, packages: Readonly<Record<string, string>>): string {
  const dependencies = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  const manifest = {
    private: true,
    ...parts,
    ...(Object.keys(dependencies).length > 0 && { dependencies }),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Without what npm would do besides installing the imported packages. */
function readWhole(path: string): ManifestParts {
  // The cast: it was compiled as a JSON module that is imported, and is written as it is.
  const whole = JSON.parse(readFileSync(path, "utf8")) as ManifestParts & Record<string, unknown>;
  const dropped = /^(scripts|workspaces|overrides|\w*[dD]ependencies)$/;
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !dropped.test(name)));
}

function configFiles({ config }: WorkflowFiles): SpaceFile[] {
  return config === undefined ? [] : [{ place: "workflow/tsconfig.json", content: { text: config } }];
}
