import * as v from "valibot";
import { stageOf, type SpaceStage } from "./space-info.ts";

/** A Space that fits a search, with what helps to choose. Words of its author and of the Hub. */
export interface FoundSpace {
  readonly id: string;
  readonly likes: number;
  readonly title?: string;
  /** What it does, in a sentence. */
  readonly about?: string;
  /** What it does, in the Hub's words: "Background Removal". */
  readonly category?: string;
  readonly stage: SpaceStage;
}

const text = v.optional(v.nullable(v.string()));
const raw = v.object({
  id: v.string(),
  likes: v.optional(v.number(), 0),
  title: text,
  shortDescription: text,
  ai_short_description: text,
  ai_category: text,
  cardData: v.optional(v.nullable(v.object({ title: text, short_description: text }))),
  runtime: v.optional(v.nullable(v.object({ stage: v.optional(v.string()) }))),
});

/** The Spaces of a search's answer. What is none is left out. */
export function foundSpaces(body: unknown): readonly FoundSpace[] {
  const entries: readonly unknown[] = Array.isArray(body) ? body : [];
  return entries.flatMap((entry) => {
    const parsed = v.safeParse(raw, entry);
    if (!parsed.success) return [];
    const { id, likes, cardData, runtime, ...space } = parsed.output;
    const title = space.title ?? cardData?.title;
    const about = space.shortDescription ?? cardData?.short_description ?? space.ai_short_description;
    return {
      id,
      likes,
      stage: stageOf(runtime?.stage),
      ...(title && { title }),
      ...(about && { about }),
      ...(space.ai_category && { category: space.ai_category }),
    };
  });
}
