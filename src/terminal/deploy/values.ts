import type { EnvironmentFile } from "../../deploy/collect/environment-files.ts";
import { registerSecret } from "../../runtime/failures/secrets.ts";
import { isWeak, strongEnough } from "../../server/access/strength.ts";
import { UsageError } from "../arguments.ts";

type Values = Readonly<Record<string, string>>;

/** `KEY=VALUE`, for what everybody may read. */
export function parseVariables(given: readonly string[]): Values {
  return Object.fromEntries(
    given.map((text) => {
      const [key, value] = divided(text, "--variable");
      if (value === undefined) throw new UsageError(`'${text}' has no value. Write --variable ${key}=VALUE.`);
      return [key, value];
    }),
  );
}

/** `KEY=VALUE`, or `KEY` alone: then the value is the environment's or stands in a `.env` file, and in no shell's history. */
export function parseSecrets(
  given: readonly string[],
  files: readonly EnvironmentFile[],
  env: Readonly<Record<string, string | undefined>>,
): Values {
  return Object.fromEntries(
    given.map((text) => {
      const [key, written] = divided(text, "--secret");
      const value = written ?? env[key] ?? files.find(({ values }) => key in values)?.values[key];
      if (value === undefined)
        throw new UsageError(
          `There is no value for the secret ${key}: set it in the environment or in a .env file, or write --secret ${key}=VALUE.`,
        );
      // The Space would not start with it.
      if (key === "DAGGR_TOKEN" && isWeak("token", value))
        throw new UsageError(
          `Everybody can reach the Space, and DAGGR_TOKEN is easy to guess. Give it ${strongEnough("token")}.`,
        );
      registerSecret(value);
      return [key, value];
    }),
  );
}

function divided(text: string, option: string): readonly [key: string, value: string | undefined] {
  const equals = text.indexOf("=");
  const key = equals < 0 ? text : text.slice(0, equals);
  // Never the text itself: it may be a secret.
  if (!/^[A-Za-z_]\w*$/.test(key))
    throw new UsageError(
      `${option} takes KEY=VALUE; a key has letters, digits and '_' and begins with no digit.`,
    );
  return [key, equals < 0 ? undefined : text.slice(equals + 1)];
}
