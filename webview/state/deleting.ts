import type { Canvas } from "./canvas.svelte.ts";

/** Deletes one result of a node; the message that says so takes it back. */
export function deleteResult(canvas: Canvas, node: string, result: string): void {
  canvas.send({ type: "delete-results", node, results: [result] });
  canvas.ui.toast(`A result of '${node}' was deleted.`, {
    action: {
      title: "Undo",
      run: () => canvas.send({ type: "restore-results", node, results: [result] }),
    },
  });
}

/** Deletes a sheet; the message that says so takes it back. */
export function deleteSheet(canvas: Canvas, sheet: string, name: string): void {
  canvas.send({ type: "delete-sheet", sheet });
  canvas.ui.toast(`'${name}' was deleted.`, {
    action: { title: "Undo", run: () => canvas.send({ type: "restore-sheet", sheet }) },
  });
}

/** Takes inputs and results from a sheet; the message that says so takes it back. */
export async function clearSheet(canvas: Canvas, sheet: string, name: string): Promise<void> {
  try {
    const before = await canvas.requests.ask({ type: "clear-sheet", sheet });
    if (typeof before !== "string") return;
    canvas.ui.toast(`'${name}' was cleared. Pinned and starred results stayed.`, {
      action: {
        title: "Undo",
        run: () => canvas.send({ type: "restore-sheet", sheet: before, instead: sheet }),
      },
    });
  } catch (error) {
    canvas.ui.toast((error as Error).message, { level: "error" });
  }
}
