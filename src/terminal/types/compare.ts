import { join } from "node:path";
import { declarationFile, withSpaces } from "../../runtime/api-types/declaration-file.ts";
import { spaceChanges } from "../../runtime/api-types/lock.ts";
import { declarationName, typesFolder } from "../../runtime/api-types/names.ts";
import { lockOf, readFolderDeclarations, readLock } from "../../runtime/api-types/store.ts";
import type { Checker } from "../../runtime/check/check-file.ts";
import { namedServices, type AskedServices } from "../../runtime/check/lookup/named-services.ts";
import type { Diagnostic } from "../../runtime/protocol/language.ts";

/** How the services that a folder's workflows name are, beside its lock. */
export interface Comparison {
  readonly folder: string;
  /** By Space or model; sentences. */
  readonly changes: readonly { readonly id: string; readonly what: readonly string[] }[];
  /** Why something could not be asked. */
  readonly unknown: Readonly<Record<string, string>>;
  /** The errors of the workflows that name what changed or could not be asked, with the types as they are now. */
  readonly diagnostics: readonly Diagnostic[];
  /** Nothing changed, and no workflow is wrong because of what could not be asked. */
  readonly fits: boolean;
}

export async function compareWithLock(
  folder: string,
  files: readonly string[],
  asked: AskedServices,
  checker: Checker,
): Promise<Comparison> {
  const locked = await readLock(folder);
  const now = lockOf(asked);
  const changes = [
    ...Object.entries(now.spaces).map(([id, space]) => {
      const before = Object.hasOwn(locked.spaces, id) ? locked.spaces[id] : undefined;
      return { id, what: before ? spaceChanges(before, space) : [notLocked] };
    }),
    ...Object.entries(now.models).map(([id, model]) => {
      const before = Object.hasOwn(locked.models, id) ? locked.models[id] : undefined;
      if (before === undefined) return { id, what: [notLocked] };
      const same = before.task === model.task;
      return { id, what: same ? [] : [`Its task was ${before.task}, and is ${model.task}.`] };
    }),
  ].filter(({ what }) => what.length > 0);

  const declarations = withSpaces(
    await readFolderDeclarations(folder),
    asked.spaces.map(({ api }) => api),
  );
  checker.replace(new Map([[join(folder, typesFolder, declarationName), declarationFile(declarations)]]));
  const concerned = new Set([...changes.map(({ id }) => id), ...asked.unknown.keys()]);
  const toCheck = files.filter((file) => {
    const analysis = checker.analysis(file);
    const { spaces, models } = namedServices(analysis ? [analysis] : []);
    return [...spaces, ...models].some((id) => concerned.has(id));
  });
  const found = (await checker.checkAll(toCheck)).flat();
  const diagnostics = found.filter(({ severity }) => severity === "error");
  return {
    folder,
    changes,
    unknown: Object.fromEntries(asked.unknown),
    diagnostics,
    fits: changes.length === 0 && diagnostics.length === 0,
  };
}

const notLocked = "It is not in the lock.";
