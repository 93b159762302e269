import type { ResultId } from "../sheets/store.ts";
import type { CanvasState, LineageStep } from "./canvas.ts";

/** What an exported page holds of its sheet: what a canvas of it shows, and how that came about. Its files stand beside it. */
export interface ExportedSheet {
  readonly state: CanvasState;
  readonly steps: Readonly<Record<ResultId, LineageStep>>;
  /** The steps of each shown result, itself first. */
  readonly lineage: Readonly<Record<ResultId, readonly ResultId[]>>;
}

/** The element of the page whose text is the sheet as JSON. */
export const exportedSheetElement = "exported-sheet";
/** The attribute of an element whose text is a file in Base64: its hash. */
export const exportedFileAttribute = "data-file";
