import type { Login } from "../runtime/files/http/address-login.ts";
import type { Credentials } from "../runtime/hub/client.ts";
import { loginOfEnvironment } from "../runtime/hub/login-variable.ts";
import { askLine, oneAtATime } from "./ask.ts";
import { printNote } from "./output.ts";
import { credentials } from "./surroundings.ts";

/** What was answered, by the app's origin: each app is asked about once. */
const answered = new Map<string, Promise<Login | undefined>>();

/** For commands that ask apps on the person's behalf: where the environment has no login for an app, the person is asked. */
export const askingCredentials: Credentials = {
  ...credentials,
  login: async (origin) => {
    const known = loginOfEnvironment(process.env, origin);
    if (known || !process.stdin.isTTY) return known;
    const answer = answered.get(origin) ?? oneAtATime(() => askPerson(origin));
    answered.set(origin, answer);
    return answer;
  },
};

/** Undefined where they give no user name. */
async function askPerson(origin: string): Promise<Login | undefined> {
  printNote(
    `The app at ${origin} asks for a user name and a password. They are sent to it alone and kept nowhere.`,
  );
  const user = (await askLine("User name: ")).trim();
  return user === "" ? undefined : { user, password: await askLine("Password: ", { hidden: true }) };
}
