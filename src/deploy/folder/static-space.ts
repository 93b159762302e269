import { readme } from "./readme.ts";
import type { SpaceFile } from "./space-file.ts";

/** All files of a Space that shows one page and runs nothing: free for every account. */
export function staticSpace({
  title,
  page,
}: {
  readonly title: string;
  readonly page: string;
}): readonly SpaceFile[] {
  return [
    { place: "README.md", content: { text: readme({ title, sdk: "static" }) } },
    { place: "index.html", content: { text: page } },
  ];
}
