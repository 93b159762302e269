import { posix } from "node:path";
import { declarationFiles, isDeclarationOf } from "../../api-types/folder.ts";
import { typescript, type ts } from "../../typescript.ts";
import type { Documents } from "./documents.ts";
import { type ProjectOptions } from "./options.ts";
import { type OwnTypes, type Resolution, resolution } from "./resolve.ts";

/** What all projects of a worker share. */
export interface Surroundings {
  readonly system: ts.System;
  readonly documents: Documents;
  readonly registry: ts.DocumentRegistry;
  /** Folder of the compiler's `lib.*.d.ts`. */
  readonly libraries: string;
  readonly ownTypes: OwnTypes;
}

/**
 * An incremental program of the workflow files that share compiler options. Reads open documents first, then the disk; knows
 * declarations that exist only here (the endpoints of Spaces as types).
 */
export class Project {
  readonly #roots = new Set<string>();
  readonly #generated = new Map<string, { readonly version: number; readonly text: string }>();
  readonly #service: ts.LanguageService;
  readonly #resolution: Resolution;
  /** The compiler asks for the text of every file at each change, even if its version says that it is the same. */
  readonly #snapshots = new Map<
    string,
    { readonly version: string; readonly snapshot: ts.IScriptSnapshot }
  >();
  #generations = 0;
  #sound = false;
  /** Counts how often what led nowhere was to be looked for again. */
  #lookedAgain = 0;

  constructor(
    readonly options: ProjectOptions,
    private readonly surroundings: Surroundings,
  ) {
    const { system, registry, ownTypes } = surroundings;
    this.#resolution = resolution(options.folder, system, ownTypes, () => options.options);
    this.#service = typescript().createLanguageService(this.#host(), registry);
  }

  get roots(): ReadonlySet<string> {
    return this.#roots;
  }

  add(file: string): void {
    this.#roots.add(file);
  }

  remove(file: string): void {
    this.#roots.delete(file);
  }

  /** The program of the present texts. The same object comes back while nothing changed. */
  program(): ts.Program {
    const program = this.#service.getProgram();
    if (program === undefined) throw new Error("TypeScript made no program.");
    // Without its libraries the compiler both invents errors and misses true ones, and only this check shows that.
    if (!this.#sound) {
      const [problem] = program.getGlobalDiagnostics();
      if (problem !== undefined)
        throw new Error(
          `TypeScript's own libraries do not fit: ${typescript().flattenDiagnosticMessageText(problem.messageText, " ")}`,
        );
      this.#sound = true;
    }
    return program;
  }

  /** Adds or replaces declarations under a name; they stand in the project's folder, so that their imports resolve as a workflow's do. */
  generate(name: string, text: string): string {
    const path = posix.join(this.options.folder, name);
    const known = this.#generated.get(path);
    if (known?.text !== text) {
      this.#generated.set(path, { version: (known?.version ?? 0) + 1, text });
      this.#generations++;
    }
    return path;
  }

  /** Counts the declarations that were added or replaced: the next program has them. */
  get generations(): number {
    return this.#generations;
  }

  /** Files were made or removed: what led nowhere may lead somewhere now. */
  forgetResolutions(): void {
    this.#resolution.forget();
    this.#lookedAgain++;
  }

  dispose(): void {
    try {
      this.#service.dispose();
    } catch {
      // The compiler loses count of a package that is there twice. The program is forgotten either way.
    }
  }

  #host(): ts.LanguageServiceHost {
    const { system, documents, libraries } = this.surroundings;
    const compiler = typescript();
    const text = (path: string) =>
      documents.get(path)?.text ?? this.#generated.get(path)?.text ?? system.readFile(path);
    return {
      getCompilationSettings: () => this.options.options,
      getScriptFileNames: () => [
        ...new Set([
          ...this.#roots,
          ...this.options.declarations,
          ...this.#generated.keys(),
          ...this.#apiTypes(),
        ]),
      ],
      getScriptVersion: (path) => this.#version(path),
      getScriptSnapshot: (path) => {
        const version = this.#contentVersion(path);
        const known = this.#snapshots.get(path);
        if (known?.version === version) return known.snapshot;
        const content = text(path);
        if (content === undefined) return undefined;
        const snapshot = compiler.ScriptSnapshot.fromString(content);
        this.#snapshots.set(path, { version, snapshot });
        return snapshot;
      },
      getCurrentDirectory: () => this.options.folder,
      getDefaultLibFileName: (options) => posix.join(libraries, compiler.getDefaultLibFileName(options)),
      useCaseSensitiveFileNames: () => system.useCaseSensitiveFileNames,
      fileExists: (path) =>
        documents.get(path) !== undefined || this.#generated.has(path) || system.fileExists(path),
      readFile: (path, encoding) => documents.get(path)?.text ?? system.readFile(path, encoding),
      directoryExists: (path) => system.directoryExists(path),
      getDirectories: (path) => system.getDirectories(path),
      readDirectory: (...args) => system.readDirectory(...args),
      realpath: (path) => system.realpath?.(path) ?? path,
      ...this.#resolution.host,
    };
  }

  /** What `daggr types` wrote for the workflows here; files that are only in an editor count too. */
  #apiTypes(): readonly string[] {
    const folders = new Set([...this.#roots].map((root) => posix.dirname(root)));
    const open = this.surroundings.documents.paths.filter((path) =>
      [...folders].some((folder) => isDeclarationOf(path, folder)),
    );
    return [...declarationFiles(folders), ...open];
  }

  #version(path: string): string {
    const version = this.#contentVersion(path);
    // Imports are resolved again where a file has another version.
    return this.#resolution.isUnresolved(path) ? `${version} ${this.#lookedAgain}` : version;
  }

  #contentVersion(path: string): string {
    const document = this.surroundings.documents.get(path);
    if (document !== undefined) return `open ${document.revision}`;
    const generated = this.#generated.get(path);
    if (generated !== undefined) return String(generated.version);
    // Packages and libraries do not change while we look; asking the disk for each would cost more than the check.
    if (path.includes("/node_modules/") || path.startsWith(this.surroundings.libraries)) return "0";
    return String(this.surroundings.system.getModifiedTime?.(path)?.getTime() ?? 0);
  }
}
