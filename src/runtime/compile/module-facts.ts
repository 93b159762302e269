/**
 * The analysis of one local module: plain data, cached on disk with the emitted code, so that an unchanged file is
 * neither parsed again nor needs the compiler. What spans modules is joined from these facts (see keys/code-keys.ts).
 */
export interface ModuleFacts {
  readonly format: ModuleFormat;
  /** Syntax errors, or a text that cannot be read; the module has no code then. */
  readonly errors: readonly SyntaxDiagnostic[];
  readonly requests: readonly ImportRequest[];
  readonly exports: Readonly<Record<string, ExportFact>>;
  /** Exported names that stand for types only. */
  readonly types: readonly string[];
  /** Indexes of the requests of `export * from`. */
  readonly stars: readonly number[];
  /** One for each top-level declaration or statement, in order. */
  readonly statements: readonly TopLevelStatement[];
  readonly sites: readonly ConstructionSite[];
  /** What the configuration says of how it is compiled, where that matters: part of every key. */
  readonly options?: string;
}

export type ModuleFormat = "module" | "commonjs" | "json";

/** 1-based. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

export interface SyntaxDiagnostic extends SourcePosition {
  readonly message: string;
  /** What to do, where the file has no text: then the message is a whole sentence. */
  readonly help?: string;
}

/** A module that this one asks for, by a literal specifier. Imports of types alone are not among them. */
export interface ImportRequest extends SourcePosition {
  readonly specifier: string;
  /** Static imports are checked before anything runs; the others may never happen. */
  readonly static: boolean;
  /** Names that a static import or re-export needs. */
  readonly names: readonly ImportedName[];
}

export interface ImportedName extends SourcePosition {
  readonly name: string;
}

export type ExportFact =
  | { readonly kind: "statements"; readonly statements: readonly number[] }
  | { readonly kind: "import"; readonly request: number; readonly name: string };

/** Something a piece of code refers to. `*` is everything a module has. */
export type Reference =
  | { readonly kind: "statement"; readonly statement: number }
  | { readonly kind: "import"; readonly request: number; readonly name: string };

/** A piece of syntax with types, comments and formatting left out, and what it refers to, in the order of occurrence. */
export interface Digest {
  readonly hash: string;
  readonly refs: readonly Reference[];
}

/** One top-level declaration or statement of a module. Code keys are made of these. */
export interface TopLevelStatement {
  /** All of it. */
  readonly full: Digest;
  /** The same where constructions of nodes and graphs count as opaque: what a closure reaches that only mentions them. */
  readonly opaque?: Digest;
  /** The variable holds a node or graph. */
  readonly node: boolean;
  /** Does more at load than defining something. */
  readonly executed: boolean;
  /** What it assigns to or changes. */
  readonly writes: readonly Reference[];
  /** What the functions in it change. */
  readonly changes: readonly Change[];
  /** The line it starts in. */
  readonly line: number;
}

/** A place in a function that changes a variable of a module for certain. */
export interface Change extends SourcePosition {
  readonly variable: Reference;
  /** As it is called there. */
  readonly name: string;
}

/** A place where a node or graph is, or may be, made or given to a variable. */
export interface ConstructionSite extends SourcePosition {
  /** A node or graph is made here; elsewhere a call may make one. */
  readonly certain: boolean;
  readonly variable?: string;
  /** The variable is one of the module itself, not of a function or block. */
  readonly top: boolean;
  /** Index of the statement that contains it. */
  readonly statement: number;
  readonly code: ConstructionCode;
}

/** The code of a construction. Function, preprocess and postprocess make the result; an input only if it is a callable. */
export interface ConstructionCode {
  readonly functions: readonly CodeFragment[];
  readonly inputs: Readonly<Record<string, readonly CodeFragment[]>>;
  /** For inputs that are not spelt out where the node is made. */
  readonly otherInputs: readonly CodeFragment[];
}

export interface CodeFragment extends Digest {
  /** What it changes when it runs. */
  readonly changes: readonly Change[];
  /** Uses variables of the function or block around it, so that its meaning depends on who calls that. */
  readonly captures: boolean;
}

export interface CompiledModule {
  /** Names the module in the cache: hash of content, kind of file and compiler. */
  readonly key: string;
  readonly facts: ModuleFacts;
  /** JavaScript with an inline source map, or undefined where Node loads the file as it is. */
  readonly code?: string;
}
