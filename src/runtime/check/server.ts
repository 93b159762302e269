import type {
  Completions,
  Diagnostic,
  EndpointChoice,
  Hover,
  LanguageEvent,
  LanguageStart,
  Link,
  NewNode,
  Outline,
  Position,
  SpaceChoice,
  TextChange,
  TextEdit,
  TypesWanted,
  TypesWritten,
} from "../protocol/language.ts";
import { safeFixes } from "./check-file.ts";
import { complete } from "./features/completion.ts";
import { hover } from "./features/hover.ts";
import { links } from "./features/links.ts";
import { addNode } from "./features/add-node.ts";
import { endpointChoices } from "./features/describe.ts";
import { outline } from "./features/outline.ts";
import { siteNamed, writeOutputs, writeType } from "./features/write-result.ts";
import { createLookup } from "./lookup/create.ts";
import { TypesWriter } from "./lookup/types-writer.ts";
import { filePath, Language } from "./language.ts";
import type { Analysis } from "./analysis.ts";
import type { Values } from "../values/value.ts";

/** What a server needs from the side that started it. */
export interface ServerHost {
  huggingFaceToken(): Promise<string | undefined>;
  login(origin: string): Promise<{ readonly user: string; readonly password: string } | undefined>;
  emit(event: LanguageEvent): void;
}

/** Milliseconds a Space's or model's id has to stay before the network is asked about it. */
const PATIENCE = 600;

/** All that the editor asks about open workflow files. */
export class LanguageServer {
  readonly #language: Language;
  readonly #made: ReturnType<typeof createLookup>;
  readonly #types: TypesWriter;
  readonly #host: ServerHost;
  readonly #typeErrors: boolean;
  #trusted: boolean;

  constructor(start: LanguageStart, host: ServerHost) {
    this.#host = host;
    this.#typeErrors = start.typeErrors ?? false;
    this.#trusted = start.trusted;
    this.#made = createLookup({
      credentials: { huggingFaceToken: () => host.huggingFaceToken(), login: (origin) => host.login(origin) },
      env: process.env,
      trusted: () => this.#trusted,
      patience: PATIENCE,
      ...(start.cache !== undefined && { cache: start.cache }),
    });
    const { lookup } = this.#made;
    this.#language = new Language(start.dist, lookup, start.version);
    this.#types = new TypesWriter(lookup);
    lookup.onChange(() => {
      this.#language.forgetAnalysis();
      this.#checkAgain();
    });
  }

  versionOf(file: string): number | undefined {
    return this.#language.documents.get(file)?.version;
  }

  open({
    file,
    version,
    text,
  }: {
    readonly file: string;
    readonly version: number;
    readonly text: string;
  }): void {
    this.#language.documents.open(file, version, text);
  }

  change({
    file,
    version,
    changes,
  }: {
    readonly file: string;
    readonly version: number;
    readonly changes: readonly TextChange[];
  }): void {
    this.#language.documents.change(file, version, changes);
  }

  close(file: string): void {
    this.#language.close(file);
  }

  filesChanged(paths: readonly string[]): void {
    this.#language.filesChanged(paths.map(filePath));
  }

  check(file: string): readonly Diagnostic[] {
    return this.#typeErrors ? this.#language.allDiagnostics(file) : this.#language.ruleDiagnostics(file);
  }

  outline(file: string): Outline | undefined {
    return this.#of(file, (analysis) => outline(analysis, this.versionOf(file) ?? 0));
  }

  /** Of a file that no editor has open: nothing else comes between, so an editor may open it at any time. */
  outlineOf(file: string, text: string): Outline | undefined {
    if (this.versionOf(file) !== undefined) return this.outline(file);
    this.open({ file, version: 0, text });
    try {
      return this.outline(file);
    } finally {
      this.close(file);
    }
  }

  complete(file: string, position: Position): Promise<Completions | undefined> | undefined {
    return this.#of(file, (analysis) => complete(analysis, position));
  }

  hover(file: string, position: Position): Hover | undefined {
    return this.#of(file, (analysis) => hover(analysis, position));
  }

  links(file: string): readonly Link[] | undefined {
    return this.#of(file, (analysis) => links(analysis, this.#made.lookup.hub));
  }

  fixAll(file: string): readonly TextEdit[] {
    return safeFixes(this.#language.ruleDiagnostics(file)).flatMap(({ edits }) => edits);
  }

  async searchSpaces(query: string): Promise<readonly SpaceChoice[]> {
    return await this.#made.lookup.searchSpaces(query);
  }

  async endpoints(space: string): Promise<readonly EndpointChoice[]> {
    return endpointChoices(await this.#made.lookup.apiOf(space));
  }

  async addNode(file: string, node: NewNode): Promise<readonly TextEdit[] | undefined> {
    const { lookup } = this.#made;
    const source =
      node.kind === "gradio"
        ? ({ kind: "gradio", api: await lookup.apiOf(node.space), node } as const)
        : ({ kind: "inference", node } as const);
    return this.#of(file, (analysis) => addNode(analysis, source));
  }

  /** The outputs have the names that the node's Space has for them, which may not be known yet when a test is done. */
  async writeOutputs(file: string, node: string, result: Values): Promise<readonly TextEdit[] | undefined> {
    const site = this.#of(file, (analysis) => siteNamed(analysis, node));
    if (site?.kind === "gradio" && site.target) await this.#made.lookup.whenSpaceAnswered(site.target.value);
    return this.#of(file, (analysis) => writeOutputs(analysis, node, result));
  }

  writeType(file: string, node: string, type: string): readonly TextEdit[] | undefined {
    return this.#of(file, (analysis) => writeType(analysis, node, type));
  }

  /** What was written changes what is wrong. */
  async writeTypes(wanted: TypesWanted): Promise<TypesWritten | undefined> {
    if (!this.#trusted) return undefined;
    const done = await this.#types.write(wanted, () => this.#language.analysis(wanted.file));
    if (done !== undefined && done.written.length > 0) {
      this.filesChanged(done.written);
      this.#checkAgain();
    }
    return done;
  }

  /** What could not be asked is asked again. */
  async setTrusted(trusted: boolean): Promise<void> {
    this.#trusted = trusted;
    await this.forget({ apiCache: false });
  }

  apiChanged(space: string): void {
    this.#made.lookup.refresh(space);
  }

  async forget({ apiCache }: { readonly apiCache: boolean }): Promise<void> {
    await this.#made.forget({ cache: apiCache });
    this.#language.forgetAnalysis();
  }

  #checkAgain(): void {
    this.#host.emit({ type: "outdated", files: this.#language.documents.paths });
  }

  #of<T>(file: string, answer: (analysis: Analysis) => T): T | undefined {
    const analysis = this.#language.analysis(file);
    return analysis && answer(analysis);
  }
}
