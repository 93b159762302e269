const backslash = 0x5c;

/** The index of the quote that ends the text of a JSON text which starts at `start`. */
export function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json.charCodeAt(at - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return json.length;
}

/** JSON as Python's own module writes it, with null in place of what is no JSON: as newer versions of Gradio send it. */
export function withoutNaN(json: string): string {
  const token = /"|-?Infinity\b|NaN\b/g;
  let end = 0;
  let written = "";
  for (let match = token.exec(json); match; match = token.exec(json)) {
    const [found] = match;
    if (found === '"') token.lastIndex = endOfText(json, match.index) + 1;
    else {
      written += `${json.slice(end, match.index)}null`;
      end = match.index + found.length;
    }
  }
  return written + json.slice(end);
}
