import { homepage } from "../../../package.json";

const rulesPage = `${homepage.replace(/#.*$/, "")}/blob/main/docs/rules.md`;

/** The address of what is said about a rule of the checker. */
export function rulePage(code: string): string {
  return `${rulesPage}#${code}`;
}
