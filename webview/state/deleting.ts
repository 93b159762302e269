import type { Canvas } from "./canvas.svelte.ts";

/** Deletes one result of a node, and shows a message with an Undo button. */
export function deleteResult(canvas: Canvas, node: string, result: string): void {
  deleteResults(canvas, [{ node, result }], `A result of '${node}' was deleted.`);
}

/** Deletes what one run made of some nodes, and shows a message with an Undo button. */
export function deleteResults(
  canvas: Canvas,
  results: readonly { readonly node: string; readonly result: string }[],
  told: string,
): void {
  const send = (type: "delete-results" | "restore-results") => {
    for (const { node, result } of results) canvas.send({ type, node, results: [result] });
  };
  send("delete-results");
  canvas.ui.toast(told, { action: { title: "Undo", run: () => send("restore-results") } });
}

/** Deletes a sheet, and shows a message with an Undo button. */
export function deleteSheet(canvas: Canvas, sheet: string, name: string): void {
  canvas.send({ type: "delete-sheet", sheet });
  canvas.ui.toast(`'${name}' was deleted.`, {
    action: { title: "Undo", run: () => canvas.send({ type: "restore-sheet", sheet }) },
  });
}

/** Removes inputs and results from a sheet, and shows a message with an Undo button. */
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
