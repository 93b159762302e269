import { resolve } from "node:path";
import { DeployError } from "../../deploy/deploy-error.ts";
import { staticSpace } from "../../deploy/folder/static-space.ts";
import { spaceNameOf } from "../../deploy/space-name.ts";
import { UsageError } from "../arguments.ts";
import type { MadeSpace, SpaceOptions } from "./space.ts";
import { printNote } from "../output.ts";
import { sheetPage, type SheetChoice } from "../sheet-page.ts";

export interface PageOptions extends SpaceOptions, SheetChoice {
  readonly private?: true;
  readonly hardware?: string;
  readonly storage?: true;
}

/**
 * A Space that shows a sheet with its results, and runs nothing.
 * @throws {UsageError} where there is no such sheet, or an option is for Spaces that run something
 */
export async function pageSpace(file: string, options: PageOptions): Promise<MadeSpace> {
  const { secret, variable, include, root, hardware, storage } = options;
  const given = { secret: secret[0], variable: variable[0], include: include[0], root, hardware, storage };
  const [unfit] = Object.entries(given).filter(([, value]) => value !== undefined);
  if (unfit)
    throw new UsageError(`With --static nothing runs on the Space, so --${unfit[0]} has no meaning there.`);
  const made = await sheetPage(file, options);
  if (made.type === "failed") throw new DeployError(made.failure);
  const { html, graph, sheet } = made;
  printNote(
    `The sheet '${sheet}' as a page that shows its results, ${(html.length / 1024 / 1024).toFixed(1)} MB.`,
  );
  if (!options.private) printNote("Whoever sees the Space sees all inputs and results of the sheet.");
  const name = options.name ?? spaceNameOf(graph);
  const files = staticSpace({ title: options.title ?? graph, page: html });
  return {
    ...{ name, out: resolve(options.out ?? `${name}-space`) },
    ...{ sdk: "static", secrets: {}, variables: {} },
    files: () => files,
  };
}
