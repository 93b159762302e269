import { projectFolder } from "../../api-types/folder.ts";
import { writeTypes } from "../../api-types/store.ts";
import { failureOf } from "../../failures/failure.ts";
import { isWithin, realOf } from "../../files/real-path.ts";
import type { TypesWanted, TypesWritten } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import { askServices, namedServices, type AskedServices, type NamedServices } from "./named-services.ts";
import type { OnlineLookup } from "./online-lookup.ts";

/** Writes the types of the Spaces that workflows name. One after another: the workflows of a folder have one lock. */
export class TypesWriter {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly lookup: OnlineLookup) {}

  /** `analysis` gives the workflow as it is when its turn has come. */
  write(wanted: TypesWanted, analysis: () => Analysis | undefined): Promise<TypesWritten | undefined> {
    const done = this.#last.then(() => this.#write(wanted, analysis));
    this.#last = done.catch(() => {});
    return done;
  }

  async #write(
    { file, within, how }: TypesWanted,
    analysis: () => Analysis | undefined,
  ): Promise<TypesWritten | undefined> {
    const names = namedIn(analysis());
    const asked = how === "renew" ? await askServices(this.lookup, names, { fresh: true }) : undefined;
    const services = asked ?? (await this.#known(names));
    const spaces = services.spaces.map(({ api }) => api.space);
    const unknown = [...services.unknown].map(([id, why]) => `'${id}': ${why}`);
    if (spaces.length === 0 && how !== "renew") return undefined;
    const folder = projectFolder(file, within);
    const answer = { folder, spaces, unknown, written: [] };
    if (how === "look") return answer;
    try {
      if (!isWithin(await realOf(folder), await realOf(within)))
        throw new Error(`'${folder}' leads out of the workspace by a link. Types are written nowhere else.`);
      return { ...answer, written: await writeTypes(folder, services) };
    } catch (error) {
      return { ...answer, failure: failureOf(error).message };
    }
  }

  /** What is known of these already, once no Space among them is being asked for the first time. */
  async #known({ spaces, models }: NamedServices): Promise<AskedServices> {
    await Promise.all(spaces.map((id) => this.lookup.whenSpaceAnswered(id)));
    const known = {
      spaces: spaces.filter((id) => this.lookup.space(id).kind === "known"),
      models: models.filter((id) => this.lookup.model(id).kind === "known"),
    };
    return askServices(this.lookup, known, { fresh: false });
  }
}

function namedIn(analysis: Analysis | undefined): NamedServices {
  return namedServices(analysis ? [analysis] : []);
}
