import { printableJson } from "../../runtime/text/printable.ts";
import { ToolError } from "./tool-error.ts";
import { asData, cleaned, cleanText, maxText } from "./untrusted.ts";

/**
 * What a tool tells an assistant in words: a text as it is, any other value as JSON.
 * @param wordsOf whose words are in it, where they are not this program's
 * @throws {ToolError} where it is too long
 */
export function resultText(tool: string, value: unknown, wordsOf?: string): string {
  const told = typeof value === "string" ? cleanText(value) : printableJson(cleaned(value));
  if (told.length > maxText)
    throw new ToolError(
      `The result of '${tool}' would have ${told.length} characters; up to ${maxText} are given. Ask for less: a part, a page, or one name.`,
    );
  return wordsOf === undefined ? told : asData(told, wordsOf);
}
