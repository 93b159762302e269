import { appPort } from "./dockerfile.ts";

export interface ReadmeOptions {
  readonly title: string;
  readonly sdk: "docker" | "static";
}

/** The tag by which a Space of daggr is known. */
export const tag = "daggr";

/**
 * The README with the front matter that the Hub reads. With `hf_oauth` the Hub gives the server what it needs to let visitors sign
 * in; name and picture (`openid`, `profile`) are always among the scopes, and nothing more is asked of a visitor.
 * Source: https://huggingface.co/docs/hub/spaces-config-reference
 */
export function readme({ title, sdk }: ReadmeOptions): string {
  const served = [`app_port: ${appPort}`, "hf_oauth: true"];
  return [
    "---",
    // A JSON text is a YAML text.
    `title: ${JSON.stringify(title)}`,
    "emoji: 🔀",
    "colorFrom: blue",
    "colorTo: purple",
    `sdk: ${sdk}`,
    ...(sdk === "docker" ? served : []),
    "pinned: false",
    "tags:",
    `  - ${tag}`,
    "---",
    "",
    `# ${title.replace(/\s+/g, " ")}`,
    "",
    sdk === "docker"
      ? "A Daggr workflow. `workflow` has its code, `daggr` the program that serves it."
      : "A sheet of a Daggr workflow with its results.",
    "",
  ].join("\n");
}
