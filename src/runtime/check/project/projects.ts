import { posix } from "node:path";
import { typescript, type ts } from "../../typescript.ts";
import type { Documents } from "./documents.ts";
import { optionsFor } from "./options.ts";
import { Project, type Surroundings } from "./project.ts";

/** The projects of all files that are looked at: made with the first file of a kind, disposed with the last. */
export class Projects {
  readonly #byKey = new Map<string, Project>();
  readonly #byFile = new Map<string, Project>();
  readonly #surroundings: Surroundings;

  /** `dist`: the folder with `lib` and `types`. */
  constructor(
    dist: string,
    documents: Documents,
    private readonly system: ts.System = typescript().sys,
  ) {
    const folder = dist.replaceAll("\\", "/");
    this.#surroundings = {
      system,
      documents,
      registry: typescript().createDocumentRegistry(system.useCaseSensitiveFileNames, folder),
      libraries: posix.join(folder, "lib"),
      ownTypes: { daggr: posix.join(folder, "types/daggr.d.ts"), root: posix.join(folder, "types") },
    };
  }

  of(file: string): Project {
    const known = this.#byFile.get(file);
    if (known !== undefined) return known;
    const options = optionsFor(file, this.system);
    let project = this.#byKey.get(options.key);
    if (project === undefined) {
      project = new Project(options, this.#surroundings);
      this.#byKey.set(options.key, project);
    }
    project.add(file);
    this.#byFile.set(file, project);
    return project;
  }

  get files(): readonly string[] {
    return [...this.#byFile.keys()];
  }

  /** A file is no longer looked at. */
  release(file: string): void {
    const project = this.#byFile.get(file);
    this.#byFile.delete(file);
    project?.remove(file);
    if (project?.roots.size === 0) {
      this.#byKey.delete(project.options.key);
      project.dispose();
    }
  }

  /** Files were made, changed or removed on disk. A changed configuration makes all projects again. */
  changed(paths: readonly string[]): void {
    if (paths.some((path) => /(^|\/)(tsconfig|jsconfig)[^/]*\.json$|\/package\.json$/.test(path)))
      this.dispose();
    for (const project of this.#byKey.values()) project.forgetResolutions();
  }

  dispose(): void {
    for (const file of this.files) this.release(file);
  }
}
