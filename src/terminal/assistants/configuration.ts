import { readFile } from "node:fs/promises";
import { applyEdits, modify, parse, type ParseError } from "jsonc-parser";
import { UsageError } from "../arguments.ts";

/** How a program starts `daggr mcp`. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A program with a coding assistant, and the file of a folder in which it reads its MCP servers. */
export interface AssistantProgram {
  readonly title: string;
  /** From the workspace's folder. */
  readonly file: string;
  /** The text of that file with the server in it. @throws {UsageError} where the file cannot be read as what it is */
  readonly configured: (text: string, launch: Launch) => string;
  /** What a person has to do then. */
  readonly next: string;
}

/** The name under which programs list the server. */
const serverName = "daggr";

export const assistantPrograms = {
  claude: {
    title: "Claude Code",
    file: ".mcp.json",
    configured: inJson(".mcp.json", "mcpServers"),
    next: "Start Claude Code in this folder. It asks whether the server may start.",
  },
  cursor: {
    title: "Cursor",
    file: ".cursor/mcp.json",
    configured: inJson(".cursor/mcp.json", "mcpServers"),
    next: "Open the folder in Cursor, and enable the server in its MCP settings.",
  },
  codex: {
    title: "Codex",
    file: ".codex/config.toml",
    configured: inToml,
    next: "Start Codex in this folder. It reads the file of a folder that you trust.",
  },
  gemini: {
    title: "Gemini CLI",
    file: ".gemini/settings.json",
    configured: inJson(".gemini/settings.json", "mcpServers"),
    next: "Start Gemini CLI in this folder.",
  },
  zed: {
    title: "Zed",
    file: ".zed/settings.json",
    configured: inJson(".zed/settings.json", "context_servers"),
    next: "Open the folder in Zed.",
  },
} as const satisfies Readonly<Record<string, AssistantProgram>>;

/** Comments and everything else in the file stay. */
function inJson(file: string, key: string): AssistantProgram["configured"] {
  return (text, launch) => {
    const errors: ParseError[] = [];
    parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    if (errors.length > 0)
      throw new UsageError(
        `${file} is no valid JSON, so it stays as it is. Mend it, or add the server by hand: --print shows what.`,
      );
    const formattingOptions = { insertSpaces: true, tabSize: 2 };
    const edited = applyEdits(text, modify(text, [key, serverName], launch, { formattingOptions }));
    return edited.endsWith("\n") ? edited : `${edited}\n`;
  };
}

function inToml(text: string, { command, args, env }: Launch): string {
  if (/^\s*\[mcp_servers\.daggr\]/m.test(text))
    throw new UsageError(
      `The file has a server '${serverName}' already, so it stays as it is. Remove its table [mcp_servers.${serverName}], or edit it.`,
    );
  // Strings and lists of JSON are TOML too.
  const lines = [
    `[mcp_servers.${serverName}]`,
    `command = ${JSON.stringify(command)}`,
    `args = ${JSON.stringify(args)}`,
    ...(env ? ["", `[mcp_servers.${serverName}.env]`] : []),
    ...Object.entries(env ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
  ];
  const before = text.trimEnd();
  return `${before}${before === "" ? "" : "\n\n"}${lines.join("\n")}\n`;
}

/** The text of a file, empty where there is none. */
export async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
}
