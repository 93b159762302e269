import { LimitError } from "../../failures/limit-error.ts";
import { endOfText } from "../../values/json-text.ts";

/** How much one JSON text from outside may hold. Its bytes are limited where it is read. */
export interface JsonLimits {
  /** Lists and objects inside each other. */
  readonly depth: number;
  /** Lists and objects. Each costs memory, however short its text is. */
  readonly containers: number;
  /** Commas outside of texts, so about the number of values. */
  readonly values: number;
}

const jsonLimits: JsonLimits = { depth: 200, containers: 1_000_000, values: 10_000_000 };

const quote = 0x22;
const comma = 0x2c;
const [listStart, listEnd, objectStart, objectEnd] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Parses JSON that another program sent. Its structure is counted before anything is made of it, in time that grows with its
 * length only.
 * @throws {LimitError} where it is deeper or holds more than the limits
 * @throws {SyntaxError} where it is no JSON
 */
export function parseJson(text: string, limits: JsonLimits = jsonLimits): unknown {
  checkStructure(text, limits);
  // Some programs begin a text with the mark of its encoding.
  return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
}

function checkStructure(text: string, limits: JsonLimits): void {
  let [depth, containers, values] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfText(text, at);
        break;
      case comma:
        values += 1;
        if (values > limits.values) throw tooMany(`${limits.values} values`);
        break;
      case listStart:
      case objectStart:
        depth += 1;
        containers += 1;
        if (depth > limits.depth)
          throw new LimitError(`it sent lists and objects that are nested more than ${limits.depth} deep`);
        if (containers > limits.containers) throw tooMany(`${limits.containers} lists and objects`);
        break;
      case listEnd:
      case objectEnd:
        depth -= 1;
        break;
    }
  }
}

function tooMany(what: string): LimitError {
  return new LimitError(`it sent more than ${what} at once, the most that Daggr takes`);
}
