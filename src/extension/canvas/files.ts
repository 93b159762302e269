import { basename } from "node:path";
import * as vscode from "vscode";
import { filesIn, type FileRef, type Value } from "../../runtime/values/value.ts";
import type { EngineClient } from "../engine/client.ts";
import type { Session } from "../engine/sessions.ts";

/** An entry by a name that a canvas gave, which may be that of something every object has. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A canvas names a file by hash and the card it stands in; only what that card really shows is handed out. */
async function findFile(
  engine: EngineClient,
  session: Session,
  node: string,
  hash: string,
): Promise<{ ref: FileRef; path: vscode.Uri }> {
  const { nodes, inputs } = session.state;
  const state = own(nodes, node);
  const shown: Value[] = [state?.outputs ?? null, own(inputs, node) ?? null];
  for (const item of state?.items ?? []) shown.push(item.outputs ?? null);
  const ref = shown.flatMap((value) => [...filesIn(value)]).find((file) => file.$file === hash);
  const path = ref && (await (await engine.calls()).pathOf({ hash }));
  if (ref === undefined || path === undefined)
    throw new Error(vscode.l10n.t("This file is no longer kept. Run the node again to make it anew."));
  return { ref, path: vscode.Uri.file(path) };
}

/** For what the canvas draws itself: a waveform, a 3D model. */
export async function readFile(
  engine: EngineClient,
  session: Session,
  node: string,
  hash: string,
): Promise<Uint8Array> {
  return vscode.workspace.fs.readFile((await findFile(engine, session, node, hash)).path);
}

export async function saveFile(
  engine: EngineClient,
  session: Session,
  node: string,
  hash: string,
): Promise<void> {
  const { ref, path } = await findFile(engine, session, node, hash);
  const folder = vscode.Uri.joinPath(session.file, "..");
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, basename(ref.name)),
  });
  if (target !== undefined) await vscode.workspace.fs.copy(path, target, { overwrite: true });
}

export async function openFile(
  engine: EngineClient,
  session: Session,
  node: string,
  hash: string,
): Promise<void> {
  const { path } = await findFile(engine, session, node, hash);
  await vscode.commands.executeCommand("vscode.open", path, {
    viewColumn: vscode.ViewColumn.One,
    preview: true,
  });
}

/** Shows a port's value in an editor of its own: text as it is, everything else as JSON. */
export async function openValue(session: Session, node: string, port: string): Promise<void> {
  const value = own(own(session.state.nodes, node)?.outputs, port) ?? own(session.state.inputs, node);
  if (value === undefined) throw new Error(vscode.l10n.t("There is no value yet. Run the node first."));
  const isText = typeof value === "string";
  const document = await vscode.workspace.openTextDocument({
    content: isText ? value : JSON.stringify(value, undefined, 2),
    language: isText ? "plaintext" : "json",
  });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preview: true });
}

/** Lets the person choose a file and takes it in. */
export async function pickFile(engine: EngineClient): Promise<Value> {
  const picked = await vscode.window.showOpenDialog({ canSelectMany: false });
  const [file] = picked ?? [];
  return file === undefined ? null : (await engine.calls()).addFile({ path: file.fsPath });
}
