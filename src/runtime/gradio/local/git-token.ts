import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writePrivateFile } from "../../files/private-files.ts";

/** What git is started with, so that it can ask for the token. */
export interface GitAccess {
  /** Arguments before the command. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Prints what git asks for. The path is in the environment, so that no shell has to quote it. */
const helper = '!f() { test "$1" != get || cat "$DAGGR_GIT_CREDENTIAL"; }; f';

/**
 * Lets git use a token while `run` goes on. Git asks a credential helper, which reads a file of the person alone: an environment
 * and a command line can be read by other programs, and so can a clone's configuration. Helpers of the person are left out, since
 * they would keep the token.
 */
export async function withGitToken<T>(
  token: string | undefined,
  endpoint: string,
  run: (access: GitAccess) => Promise<T>,
): Promise<T> {
  if (!token) return run({ args: [], env: {} });
  const folder = await mkdtemp(join(tmpdir(), "daggr-git-"));
  try {
    const path = join(folder, "credential");
    await writePrivateFile(path, `username=user\npassword=${token}\n`);
    return await run({
      args: ["-c", "credential.helper=", "-c", `credential.${endpoint}.helper=${helper}`],
      env: { DAGGR_GIT_CREDENTIAL: path },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
