import type { KnownServices } from "../../api-types/store.ts";
import { failureOf } from "../../failures/failure.ts";
import { withoutPassword } from "../../files/http/address-login.ts";
import { isValidated, type Analysis } from "../analysis.ts";
import { modelOf } from "../rules/services/invalid-model.ts";
import type { OnlineLookup } from "./online-lookup.ts";

/** The Spaces and models that a workflow names by constant texts, as it writes them. */
export interface NamedServices {
  readonly spaces: readonly string[];
  readonly models: readonly string[];
}

/** Of several workflows, each once. Addresses with a login in them are left out: they are in no file but the workflow. */
export function namedServices(analyses: readonly Analysis[]): NamedServices {
  const spaces = new Set<string>();
  const models = new Set<string>();
  for (const site of analyses.flatMap(({ model }) => model.nodes)) {
    const id = site.target?.value;
    if (id === undefined || withoutPassword(id) !== id) continue;
    if (site.kind === "gradio" && isValidated(site) && id.includes("/")) spaces.add(id);
    const model = site.kind === "inference" ? modelOf(id)?.model : undefined;
    if (model !== undefined) models.add(model);
  }
  return { spaces: [...spaces], models: [...models] };
}

export interface AskedServices extends KnownServices {
  /** Why something could not be asked, by Space or model. */
  readonly unknown: ReadonlyMap<string, string>;
}

/** Questions at a time. */
const together = 8;

/** Asks the Hub and the apps about all of them; with `fresh` now, and not what is remembered. */
export async function askServices(
  { hub, apis }: OnlineLookup,
  { spaces, models }: NamedServices,
  { fresh }: { readonly fresh: boolean },
): Promise<AskedServices> {
  const unknown = new Map<string, string>();
  const askSpace = async (id: string) => {
    const known = await apis.get(id, { fresh });
    if (known.kind === "unknown") {
      unknown.set(id, [known.failure.message, known.failure.help].filter(Boolean).join(" "));
      return [];
    }
    // An app by its address has no commit.
    const lookup = /^https?:/.test(id) ? undefined : await hub.space(id, { fresh }).catch(() => undefined);
    const commit = lookup?.kind === "found" ? lookup.info.sha : undefined;
    return [{ api: { ...known.api, space: id }, ...(commit === undefined ? {} : { commit }) }];
  };
  const askModel = async (id: string) => {
    try {
      const lookup = await hub.model(id, { fresh });
      if (lookup.kind === "found") return [{ ...lookup.info, id }];
      unknown.set(id, `The Hub knows no model '${id}', or it is private and you are not signed in.`);
    } catch (error) {
      unknown.set(id, failureOf(error).message);
    }
    return [];
  };
  return {
    spaces: (await inBatches(spaces, askSpace)).flat(),
    models: (await inBatches(models, askModel)).flat(),
    unknown,
  };
}

async function inBatches<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = [];
  for (let at = 0; at < all.length; at += together)
    answers.push(...(await Promise.all(all.slice(at, at + together).map(ask))));
  return answers;
}
