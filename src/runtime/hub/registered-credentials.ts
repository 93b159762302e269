import { registerSecret, registerSecretsOf } from "../failures/secrets.ts";
import type { Credentials } from "./client.ts";
import type { Environment } from "./endpoint.ts";
import { loginOfEnvironment } from "./login-variable.ts";
import { tokenOfEnvironment } from "./token.ts";

/**
 * The same credentials, and the logins of the environment where these have none; each registered as a secret when it is read,
 * so that it is taken out of all that is shown or kept.
 */
export function registeredCredentials(credentials: Credentials, env: Environment): Credentials {
  return {
    huggingFaceToken: async () => {
      const token = await credentials.huggingFaceToken();
      registerSecret(token);
      return token;
    },
    login: async (origin) => {
      const login = (await credentials.login(origin)) ?? loginOfEnvironment(env, origin);
      registerSecret(login?.password);
      return login;
    },
  };
}

/**
 * Registers the secrets that are there before anything runs: a function may read the token's file by itself, without the
 * engine ever using the token.
 */
export async function registerPresentSecrets(credentials: Credentials, env: Environment): Promise<void> {
  registerSecretsOf(env);
  // A host that does not answer is no reason not to start; what it gives later is registered then.
  registerSecret(await credentials.huggingFaceToken().catch(() => undefined));
  await tokenOfEnvironment(env);
}
