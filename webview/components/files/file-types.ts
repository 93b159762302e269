import type { Json } from "../../../src/runtime/values/value.ts";

/** Whether a file fits Gradio's `fileTypes`, such as ".pdf", "image" or "image/png". An empty list allows all files. */
export function fitsFileTypes(fileTypes: Json | undefined, type: string, name: string): boolean {
  if (!Array.isArray(fileTypes) || fileTypes.length === 0) return true;
  return (fileTypes as Json[]).some((entry) => {
    if (typeof entry !== "string" || entry === "file") return entry === "file";
    if (entry.startsWith(".")) return name.toLowerCase().endsWith(entry.toLowerCase());
    return entry.includes("/") ? type === entry : type.startsWith(`${entry}/`);
  });
}
