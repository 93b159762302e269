import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { copyPrivateFile, makePrivateFolder, writePrivateFile } from "../../runtime/files/private-files.ts";
import { DeployError } from "../deploy-error.ts";
import { tag } from "./readme.ts";
import { ownFiles, ownFolders, type SpaceFile } from "./space-file.ts";

/**
 * Writes a Space's files to a folder that is new or empty, or that an earlier call wrote: then they take the place of that one's.
 * @throws {DeployError} where the folder holds something else
 */
export async function writeFolder(files: readonly SpaceFile[], folder: string): Promise<void> {
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0) {
    if (!(await isSpaceOfDaggr(folder)))
      throw new DeployError({
        message: `The folder ${folder} is not empty, and holds no Space of daggr; nothing was written.`,
        help: "Name another folder with --out.",
      });
    for (const name of [...ownFolders, ...ownFiles, "README.md"])
      await rm(join(folder, name), { recursive: true, force: true });
  }
  await makePrivateFolder(folder);
  for (const { place, content } of files) {
    const path = join(folder, place);
    await makePrivateFolder(dirname(path));
    if ("text" in content) await writePrivateFile(path, content.text);
    else await copyPrivateFile(content.path, path);
  }
}

async function isSpaceOfDaggr(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, "README.md"), "utf8").catch(() => "");
  return new RegExp(`^---\\n[^]*^ +- ${tag}$[^]*^---$`, "m").test(text);
}
