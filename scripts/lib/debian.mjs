// @ts-check
// Programs and libraries of the operating system. Installed where that is allowed (Debian, as root); named otherwise.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { say } from "./cache.mjs";
import { capture, onPath } from "./run.mjs";

/** What the VS Code server's native modules are compiled with. */
export const serverPackages = [
  "g++",
  "make",
  "pkg-config",
  "python3",
  "libkrb5-dev",
  "libx11-dev",
  "libxkbfile-dev",
  "libsecret-1-dev",
];

/** What the tests need in addition. */
export const testPackages = {
  python: ["python3-venv"],
  chromium: ["chromium"],
  redis: ["redis-server"],
  postgres: ["postgresql"],
};

/** Where Debian and others put Chromium. */
const chromiumPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** @returns {string | undefined} the browser of the tests: `DAGGR_CHROMIUM`, else an installed one */
export const findChromium = () =>
  process.env.DAGGR_CHROMIUM || chromiumPaths.find((path) => existsSync(path));

/** @returns {string | undefined} the Redis server of the tests: `DAGGR_REDIS`, else an installed one */
export const findRedis = () =>
  process.env.DAGGR_REDIS || ["/usr/bin/redis-server"].find((path) => existsSync(path));

/** @returns {string | undefined} the folder of PostgreSQL's programs: `DAGGR_POSTGRES`, else that of the newest installed one */
export function findPostgres() {
  if (process.env.DAGGR_POSTGRES) return process.env.DAGGR_POSTGRES;
  const versions = "/usr/lib/postgresql";
  if (!existsSync(versions)) return undefined;
  return readdirSync(versions)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, "bin"))
    .find((folder) => existsSync(join(folder, "postgres")));
}

/**
 * Installs the packages that are missing: as root, or with a sudo that asks for no password. It says so first. With
 * `DAGGR_SYSTEM_PACKAGES=skip` it installs nothing.
 * @param {string[]} packages
 * @returns {Promise<string | undefined>} what is missing and could not be installed, in words
 */
export async function installDebianPackages(packages) {
  // Elsewhere the compiler's own messages must do.
  if (process.platform !== "linux" || !(await onPath("dpkg-query"))) return undefined;
  const missing = await missingOf(packages);
  if (!missing.length) return undefined;
  const prefix = process.env.DAGGR_SYSTEM_PACKAGES === "skip" ? undefined : await rootPrefix();
  if (!prefix)
    return `Debian packages are missing. Install them as root: apt-get install ${missing.join(" ")}`;

  const [command = "", ...args] = [...prefix, "apt-get"];
  say(
    `installing Debian packages with \`${[command, ...args].join(" ")} install\` (DAGGR_SYSTEM_PACKAGES=skip prevents it): ${missing.join(" ")}`,
  );
  const options = { quiet: true, env: { DEBIAN_FRONTEND: "noninteractive" } };
  await capture(command, [...args, "update", "-q"], options);
  const install = await capture(
    command,
    [...args, "install", "-y", "-q", "--no-install-recommends", ...missing],
    options,
  );
  if (install.code === 0) return undefined;
  return `apt-get could not install ${(await missingOf(missing)).join(" ")}:\n${install.output.slice(-2000)}`;
}

/** @param {string[]} packages */
async function missingOf(packages) {
  const { output } = await capture(
    "dpkg-query",
    ["-W", "-f", "${db:Status-Status} ${Package}\n", ...packages],
    { quiet: true },
  );
  const installed = new Set(output.split("\n").map((line) => /^installed (\S+)$/.exec(line)?.[1]));
  return packages.filter((name) => !installed.has(name));
}

/** @returns {Promise<string[] | undefined>} what to put before apt-get */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return (await capture("sudo", ["-n", "true"], { quiet: true })).code === 0 ? ["sudo", "-n"] : undefined;
}
