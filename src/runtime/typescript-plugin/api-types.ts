import { dirname } from "node:path";
import { declarationFiles } from "../api-types/folder.ts";
import type { ts } from "../typescript.ts";

type Host = Pick<ts.LanguageServiceHost, "getScriptFileNames" | "getCurrentDirectory">;

/** Folders in which types are looked for at each change of a project. A project with more keeps its own folder and those above it. */
const maxFolders = 200;

/** Makes the types of Spaces, as they are now, files of a project: those of each folder with files of the project, and of all above. */
export function addApiTypes(host: Host): void {
  const names = host.getScriptFileNames.bind(host);
  host.getScriptFileNames = () => {
    const files = names();
    const folders = new Set<string>();
    for (const file of files)
      if (!file.includes("/node_modules/") && !file.endsWith(".d.ts")) folders.add(dirname(file));
    const own = host.getCurrentDirectory();
    const looked = folders.size > maxFolders ? [] : [...folders];
    const known = new Set(files);
    const added = declarationFiles([...(own ? [own] : []), ...looked]).filter((file) => !known.has(file));
    return added.length === 0 ? files : [...files, ...added];
  };
}
