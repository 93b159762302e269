import { homepage } from "../../../package.json";

const docs = `${homepage.replace(/#.*$/, "")}/blob/main/docs`;

/** The address of what is said about a rule of the checker. */
export function rulePage(code: string): string {
  return `${docs}/rules.md#${code}`;
}

/** The address of a section of the reference. */
export function referencePage(section: string): string {
  return `${docs}/reference.md#${section}`;
}
