import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { isWorkflowText } from "../runtime/text/workflow-text.ts";

/** An open source file, as the editor has it. */
export interface OpenDocument {
  readonly uri: string;
  /** The name by which the language worker knows it. */
  readonly path: string;
  readonly text: TextDocument;
  readonly isWorkflow: boolean;
}

const extensions: Readonly<Record<string, string>> = {
  typescript: ".ts",
  typescriptreact: ".tsx",
  javascript: ".js",
  javascriptreact: ".jsx",
};
const sourceFile = /\.[cm]?[jt]sx?$/;

/** The source files that are open in the editor: workflows, and what these may import. */
export class OpenDocuments {
  readonly #byUri = new Map<string, OpenDocument>();
  readonly #byPath = new Map<string, OpenDocument>();
  /** Where documents that are in no file yet would be saved. */
  root = homedir();

  get all(): readonly OpenDocument[] {
    return [...this.#byUri.values()];
  }

  of(uri: string): OpenDocument | undefined {
    return this.#byUri.get(uri);
  }

  ofPath(path: string): OpenDocument | undefined {
    return this.#byPath.get(path);
  }

  /** The editor's own address of a file, where it has it open. */
  uriOf(path: string): string {
    return this.#byPath.get(path)?.uri ?? pathToFileURL(path).href;
  }

  /** Undefined for what is no source file. */
  open({ uri, languageId, version, text }: TextDocumentItem): OpenDocument | undefined {
    const path = this.#pathOf(uri, languageId);
    if (path === undefined || !sourceFile.test(path)) return undefined;
    return this.#keep(path, TextDocument.create(uri, languageId, version, text));
  }

  change(
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ): OpenDocument | undefined {
    const known = this.#byUri.get(uri);
    return known && this.#keep(known.path, TextDocument.update(known.text, [...changes], version));
  }

  close(uri: string): OpenDocument | undefined {
    const known = this.#byUri.get(uri);
    if (known === undefined) return undefined;
    this.#byUri.delete(uri);
    this.#byPath.delete(known.path);
    return known;
  }

  #keep(path: string, text: TextDocument): OpenDocument {
    const document = { uri: text.uri, path, text, isWorkflow: isWorkflowText(text.getText()) };
    this.#byUri.set(text.uri, document);
    this.#byPath.set(path, document);
    return document;
  }

  #pathOf(uri: string, languageId: string): string | undefined {
    const path = filePathOf(uri);
    if (path !== undefined) return path;
    const extension = extensions[languageId];
    if (!uri.startsWith("untitled:") || extension === undefined) return undefined;
    const name = uri.slice("untitled:".length).replaceAll(/[^\w.-]+/g, "-");
    return forward(join(this.root, sourceFile.test(name) ? name : `${name}${extension}`));
  }
}

/** Undefined for an address that is no file's. */
export function filePathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? forward(fileURLToPath(uri)) : undefined;
  } catch {
    return undefined;
  }
}

function forward(path: string): string {
  return path.replaceAll("\\", "/");
}
