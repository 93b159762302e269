import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { readTest, TestFileError, type FoundTest } from "./test-file.ts";
import { testName, testSuffix } from "./test-paths.ts";

/** Of one folder. */
const maxTests = 1000;

/** A file with a test's name that holds none. */
export interface BrokenTest {
  readonly name: string;
  readonly path: string;
  readonly message: string;
}

export interface FoundTests {
  /** By name. */
  readonly tests: readonly FoundTest[];
  /** Whose they are is not known, so every workflow of the folder is told. */
  readonly broken: readonly BrokenTest[];
}

/** The tests beside a workflow that are its own. */
export async function findTests(workflow: string): Promise<FoundTests> {
  const folder = dirname(workflow);
  const names = (await readdir(folder)).filter((name) => name.endsWith(testSuffix)).sort();
  const tests: FoundTest[] = [];
  const broken: BrokenTest[] = [];
  for (const name of names.slice(0, maxTests)) {
    const path = join(folder, name);
    try {
      const found = await readTest(path);
      if (found.test.workflow === basename(workflow)) tests.push(found);
    } catch (error) {
      if (!(error instanceof TestFileError)) throw error;
      broken.push({ name: testName(path), path, message: error.message });
    }
  }
  return { tests, broken };
}
