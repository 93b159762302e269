/**
 * The source of an expression that finds a secret as it is, in a URL, in JSON and in Base64. Any of its characters may be
 * escaped and others not, since programs differ in that.
 */
export function secretPattern(secret: string): string {
  return [[...secret].map(characterPattern).join(""), ...base64Parts(secret).map(base64Pattern)].join("|");
}

/** A character itself, or escaped as in URLs (`%2F`, `+` for a space) or as in JSON (`\u002f`, `\"`). */
function characterPattern(character: string): string {
  const forms = [escaped(character)];
  const bytes = new TextEncoder().encode(character);
  forms.push([...bytes].map((byte) => `%${anyCase(hexadecimal(byte, 2))}`).join(""));
  const units = Array.from({ length: character.length }, (_none, at) => character.charCodeAt(at));
  forms.push(units.map((unit) => `\\\\u${anyCase(hexadecimal(unit, 4))}`).join(""));
  if (character === " ") forms.push("\\+");
  if (character === '"' || character === "\\" || character === "/") forms.push(`\\\\${escaped(character)}`);
  return `(?:${forms.join("|")})`;
}

/** What stays the same of a secret's Base64, whatever stands before and after it: `Basic` has a user name before it. */
function base64Parts(secret: string): string[] {
  // The canvas's page uses this module's layer too, and has no Buffer.
  const bytes = new TextEncoder().encode(secret);
  return [0, 1, 2].map((before) => {
    const encoded = btoa("\0".repeat(before) + String.fromCharCode(...bytes));
    // A digit holds six bits. The first and last ones also hold bits of what stands beside the secret.
    const from = Math.ceil((before * 8) / 6);
    return encoded.slice(from, Math.floor(((before + bytes.length) * 8) / 6));
  });
}

/** Base64 of URLs has two other digits. */
function base64Pattern(encoded: string): string {
  return encoded.replaceAll("+", "[+-]").replaceAll("/", "[/_]");
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

function anyCase(text: string): string {
  return text.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
