import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The pages of documentation that come with the program. */
export const pages = [
  { name: "reference", title: "Reference: how a workflow is written" },
  { name: "components", title: "Components: values and options" },
  { name: "rules", title: "What Daggr checks" },
] as const;

export type PageName = (typeof pages)[number]["name"];

/** A page, in Markdown. */
export function page(dist: string, name: PageName): Promise<string> {
  return readFile(join(dist, "docs", `${name}.md`), "utf8");
}

export interface GuideTopic {
  readonly topic: string;
  /** In one sentence. */
  readonly about: string;
  readonly text: string;
}

/** The sections of the reference. The first paragraph of each says what it is about. */
export async function guideTopics(dist: string): Promise<readonly GuideTopic[]> {
  const [, ...sections] = (await page(dist, "reference")).split(/^## /m);
  return sections.map((section) => {
    const [title = "", ...lines] = section.split("\n");
    const text = lines.join("\n").trim();
    const [about = ""] = text.split("\n\n");
    return {
      topic: title.trim().toLowerCase(),
      about: about.replaceAll("\n", " "),
      text: `# ${title}\n\n${text}`,
    };
  });
}

/** The topic of a name: its own, or that of a node, an option or a member that it describes. */
export function topicOf(topics: readonly GuideTopic[], name: string): GuideTopic | undefined {
  const wanted = name.trim().toLowerCase();
  const starts = [`### \`${wanted}\``, `| \`${wanted}\` |`, `| \`${wanted}(`];
  return (
    topics.find(({ topic }) => topic === wanted) ??
    starts
      .map((start) =>
        topics.find(({ text }) =>
          text
            .toLowerCase()
            .split("\n")
            .some((line) => line.startsWith(start)),
        ),
      )
      .find((topic) => topic !== undefined)
  );
}
