import { basename, dirname, join } from "node:path";

// Where a test lies. `path` is that of its file.

export const testSuffix = ".daggr-test.json";

/** Whether a test may be called so: a file and a folder are, on every system. */
export function isTestName(name: string): boolean {
  return /^[^\s.<>:"/\\|?*\p{Cc}]([^<>:"/\\|?*\p{Cc}]{0,98}[^\s.<>:"/\\|?*\p{Cc}])?$/u.test(name);
}

export function testPath(workflow: string, test: string): string {
  return join(dirname(workflow), `${test}${testSuffix}`);
}

export function testName(path: string): string {
  return basename(path).slice(0, -testSuffix.length);
}

/** The folder beside a test file, for files and calls. */
export function testFolder(path: string): string {
  return join(dirname(path), `${testName(path)}.daggr-test`);
}

/** The calls that a test was recorded with. */
export function callsFolder(path: string): string {
  return join(testFolder(path), "calls");
}
