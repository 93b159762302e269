import * as vscode from "vscode";
import type { EngineSettings } from "../../runtime/protocol/session.ts";
import { settings } from "../ids.ts";

const MEGABYTE = 1024 * 1024;

/** The person's settings; defaults are those of the manifest. */
export function readSettings(): EngineSettings {
  const configuration = vscode.workspace.getConfiguration(settings.section);
  const read = <T>(key: string): T => configuration.get<T>(key) as T;
  return {
    hostLimit: read<number>(settings.hostLimit),
    keptResults: read<number>(settings.keptResults),
    mediaLimit: read<number>(settings.mediaLimit) * MEGABYTE,
    downloadLimit: read<number>(settings.downloadLimit) * MEGABYTE,
    loadTimeout: read<number>(settings.loadTimeout),
    dependencyCheck: read<EngineSettings["dependencyCheck"]>(settings.dependencyCheck),
  };
}
