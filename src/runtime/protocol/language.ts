import type { SignIn } from "../failures/failure.ts";
import type { InferenceNodeDescription, NodeKind } from "../graph/description.ts";
import type { Values } from "../values/value.ts";

/** Zero-based; characters are UTF-16 code units, as in VS Code and TypeScript. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Files are absolute paths with forward slashes. An untitled document has the path it would have if it were saved. */
export interface SourceLocation {
  readonly file: string;
  readonly range: Range;
}

export interface TextEdit extends SourceLocation {
  readonly newText: string;
}

export type Severity = "error" | "warning" | "information";

export interface Diagnostic extends SourceLocation {
  readonly source: "daggr" | "typescript";
  readonly severity: Severity;
  /** Stable: `unknown-endpoint`, or `ts2304` for a type error. */
  readonly code: string;
  readonly message: string;
  readonly related: readonly (SourceLocation & { readonly message: string })[];
  /** The best first. */
  readonly fixes: readonly Fix[];
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** True where applying it without looking cannot change what the workflow was meant to do. */
  readonly safe: boolean;
  /** Something that no edit can do: an account to sign in to. */
  readonly signIn?: SignIn;
}

/** What the editor draws around a workflow's code, and how the canvas finds it. */
export interface Outline {
  readonly version: number;
  readonly nodes: readonly OutlineNode[];
  readonly graphs: readonly OutlineGraph[];
}

export interface OutlineNode {
  /** Undefined where only running the file shows it: a node made in a loop or by a helper function. */
  readonly name?: string;
  /** The first graph that contains it, where that is known. */
  readonly graph?: string;
  /** False where the name was made up from the function, Space or model. */
  readonly named: boolean;
  readonly kind: NodeKind;
  /** The Space, the model or the function, where it is known. */
  readonly target?: string;
  /** The statement that makes it. */
  readonly range: Range;
  /** The name option, else the variable, else the beginning of the call. */
  readonly selection: Range;
  /** Calls functions of the file, so a breakpoint can be hit. */
  readonly debuggable: boolean;
  /** A variant stands inside its choice. */
  readonly variants: readonly OutlineNode[];
  readonly inputs: readonly OutlineEntry[];
  readonly outputs: readonly OutlineEntry[];
}

export interface OutlineEntry {
  readonly name: string;
  readonly range: Range;
}

export interface OutlineGraph {
  readonly name?: string;
  readonly exported: boolean;
  readonly range: Range;
  readonly selection: Range;
}

/** Characters behind which there is something to suggest. */
export const completionTriggers = ['"', "'", "`", "/", ":", " ", ","] as const;

export type CompletionKind = "space" | "model" | "endpoint" | "parameter" | "value" | "port" | "task";

export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Short, behind the label: a type, a number of likes. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Replaced by `insert`. */
  readonly range: Range;
  readonly insert: string;
  /** Imports that it needs. */
  readonly edits?: readonly TextEdit[];
  /** Sorts by this. */
  readonly order: string;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** Ask again as the person types on. */
  readonly incomplete: boolean;
}

export interface Hover {
  readonly range: Range;
  /** Markdown. */
  readonly contents: string;
}

/** A link in the code: a Space's or model's page. */
export interface Link {
  readonly range: Range;
  readonly url: string;
  readonly tooltip: string;
}

export interface SpaceChoice {
  readonly id: string;
  readonly detail: string;
}

export interface EndpointChoice {
  readonly name: string;
  /** `(prompt, seed) → image`. */
  readonly detail: string;
  readonly description?: string;
}

/** What a new node is made from. */
export type NewNode =
  | { readonly kind: "gradio"; readonly space: string; readonly endpoint: string }
  | { readonly kind: "inference"; readonly model: InferenceNodeDescription["model"]; readonly task?: string };

export interface LanguageStart {
  /** Folder of the bundles: the compiler's libraries and the types of `daggr` and Node are there. */
  readonly dist: string;
  /** Folder of remembered API information, shared by all windows. Undefined: remember nothing on disk. */
  readonly cache?: string;
  /** Whether the person trusts the workspace, see `CatalogOptions`. */
  readonly trusted: boolean;
  /** Version of the engine, compared with a `daggr` that the workspace installed itself. */
  readonly version?: string;
  /** Tell TypeScript's own errors too: for editors that do not show them anyway. */
  readonly typeErrors?: boolean;
}

/** The types of the Spaces that a workflow names, for the folder of its project. */
export interface TypesWanted {
  readonly file: string;
  /** The workspace folder of the file: nothing is written outside of it. */
  readonly within: string;
  /** `look` writes nothing. `write` takes what is known of the Spaces. `renew` asks every one of them now. */
  readonly how: "look" | "write" | "renew";
}

export interface TypesWritten {
  /** Where the lock is. */
  readonly folder: string;
  /** Those with types. */
  readonly spaces: readonly string[];
  /** Spaces and models that could not be asked, each with the reason. */
  readonly unknown: readonly string[];
  /** Paths of the files that are new or changed. */
  readonly written: readonly string[];
  /** Why nothing could be written: a sentence. */
  readonly failure?: string;
}

interface DocumentFile {
  readonly file: string;
}

/** A question about the text of one version: it is answered with undefined where the text has moved on. */
export interface DocumentVersion extends DocumentFile {
  readonly version: number;
}

/** What the language worker answers. It reads files, never runs them. */
export type LanguageCalls = {
  start(start: LanguageStart): void;
  open(document: DocumentVersion & { readonly text: string }): void;
  change(document: DocumentVersion & { readonly changes: readonly TextChange[] }): void;
  close(document: DocumentFile): void;
  /** Files on disk were made, changed or removed by somebody. */
  filesChanged(files: { readonly paths: readonly string[] }): void;
  setTrusted(trusted: boolean): void;
  check(document: DocumentVersion): readonly Diagnostic[] | undefined;
  outline(document: DocumentVersion): Outline | undefined;
  /** The same of a file that no editor has open. */
  outlineOf(file: DocumentFile & { readonly text: string }): Outline | undefined;
  complete(at: DocumentVersion & { readonly position: Position }): Completions | undefined;
  hover(at: DocumentVersion & { readonly position: Position }): Hover | undefined;
  links(document: DocumentVersion): readonly Link[] | undefined;
  /** The text edits of every safe fix of the file. */
  fixAll(document: DocumentVersion): readonly TextEdit[] | undefined;
  searchSpaces(search: { readonly query: string }): readonly SpaceChoice[];
  endpoints(of: { readonly space: string }): readonly EndpointChoice[];
  /** Edits that add a node, its imports and its place in the graph. */
  addNode(to: DocumentVersion & { readonly node: NewNode }): readonly TextEdit[] | undefined;
  /** Edits that write what a test of a node returned as its outputs. */
  writeOutputs(
    to: DocumentVersion & { readonly node: string; readonly result: Values },
  ): readonly TextEdit[] | undefined;
  /** Edits that write the shape of a node's result as a type above it. */
  writeType(
    to: DocumentVersion & { readonly node: string; readonly type: string },
  ): readonly TextEdit[] | undefined;
  /** Undefined where no Space of the workflow is known, and where the workspace is not trusted. */
  writeTypes(to: DocumentVersion & TypesWanted): TypesWritten | undefined;
  /** A run found that an app offers something else than before. */
  apiChanged(of: { readonly space: string }): void;
  /** The account changed (`apiCache` false), or a person cleared what is remembered. */
  forget(what: { readonly apiCache: boolean }): void;
  /** Bytes of used heap after a collection; for measurements. */
  memory(nothing: null): { readonly heapUsed: number };
};

/** Undefined range: the whole text. Changes apply one after another. */
export interface TextChange {
  readonly range?: Range;
  readonly text: string;
}

/** What the host answers to the language worker. */
export type LanguageHostCalls = {
  huggingFaceToken(nothing: null): string | undefined;
  login(app: { readonly origin: string }): { readonly user: string; readonly password: string } | undefined;
};

export type LanguageEvent =
  /** Something became known about a Space or model: these open files should be checked again. */
  | { readonly type: "outdated"; readonly files: readonly string[] }
  | { readonly type: "log"; readonly level: "debug" | "info" | "warning" | "error"; readonly text: string };
