import { setTimeout as delay } from "node:timers/promises";
import { isPublicHub } from "../../hub/endpoint.ts";
import type { Hub } from "../../hub/hub.ts";
import { passingStages, stageFailure } from "../../hub/space-info.ts";
import type { SpaceInfo } from "../../hub/space-info.ts";
import { SharedTasks } from "../../hub/shared-task.ts";
import { StepError } from "../../failures/failure.ts";
import { basicAuthorization, loginIn, userIn, withoutPassword } from "../../files/http/address-login.ts";
import type { Login } from "../../files/http/address-login.ts";
import { loginVariable } from "../../hub/login-variable.ts";
import { parseAddress } from "./space-address.ts";
import type { SpaceAddress } from "./space-address.ts";
import { App } from "./app.ts";
import type { Access } from "./app.ts";
import { logIn, loginRefused, readConfig, readInfo } from "./config.ts";
import { isSameApp } from "./same-app.ts";
import type { GradioTimeouts } from "../timeouts.ts";
import type { Credentials } from "../../hub/client.ts";

/** Called while a Space is being woken. */
type OnWaking = (text: string) => void;

/** Where an app stands, before anything was asked of it. */
interface Place {
  readonly access: Access;
  /** Where it is a Space that the Hub knows. */
  readonly space?: SpaceInfo;
}

/** Connected apps by the name that workflows use. Equal requests at the same time make one connection. */
export class Connections {
  readonly #connecting = new SharedTasks<App, string>();
  readonly #comparing = new SharedTasks<boolean, never>();
  readonly #connected = new Map<string, App>();
  /** Called with each app that was connected. */
  onConnected: (app: App) => void = () => {};

  constructor(
    private readonly hub: Hub,
    private readonly credentials: Credentials,
    private readonly limits: GradioTimeouts,
    private readonly trusted: () => boolean,
  ) {}

  async app(address: string, signal: AbortSignal, onWaking: OnWaking = () => {}): Promise<App> {
    const name = withoutPassword(address);
    if (!this.trusted())
      throw new StepError({
        message: "The workspace is not trusted, so no app is asked.",
        help: "Trust the workspace.",
      });
    const known = this.#connected.get(name);
    if (known && Date.now() - known.connectedAt < this.limits.configAge) {
      const compare = (stop: AbortSignal) => isSameApp(known, this.limits.answer, stop);
      if (await this.#comparing.get(name, compare, signal, () => {})) return known;
      if (this.#connected.get(name) === known) this.#connected.delete(name);
    }
    const connect = async (stop: AbortSignal, tell: OnWaking) => {
      const connected = await this.#connect(name, stop, tell);
      this.#connected.set(name, connected);
      this.onConnected(connected);
      return connected;
    };
    return this.#connecting.get(name, connect, signal, onWaking);
  }

  /** Something did not fit what is known of an app, or the account changed: it is asked again next time. */
  forget(name?: string): void {
    if (name === undefined) this.#connected.clear();
    else this.#connected.delete(withoutPassword(name));
  }

  /** The host that calls to an app go to, found without asking the app itself. */
  async hostOf(name: string): Promise<string> {
    const address = parseAddress(name, this.hub.endpoint);
    if (address.kind !== "space") return new URL(address.url).host;
    const found = await this.hub.space(address.id).catch(() => undefined);
    return found?.kind === "found" && found.info.host ? new URL(found.info.host).host : address.id;
  }

  /** The Space's present commit, as the Hub last reported it. */
  async commitOf(name: string): Promise<string | undefined> {
    const address = parseAddress(name, this.hub.endpoint);
    if (address.kind !== "space") return undefined;
    const found = await this.hub.space(address.id).catch(() => undefined);
    return found?.kind === "found" ? found.info.sha : undefined;
  }

  async #connect(name: string, signal: AbortSignal, tell: OnWaking): Promise<App> {
    const address = parseAddress(name, this.hub.endpoint);
    const place = await this.#find(name, address, signal);
    const deadline = Date.now() + this.limits.wake;
    for (let access = place.access; ;) {
      const answer = await readConfig(access, this.limits.answer, signal);
      switch (answer.kind) {
        case "config": {
          const there = movedTo(access, answer.url);
          const info = await readInfo(there, answer.config, this.limits.answer, signal);
          return new App(there, answer.config, info);
        }
        case "login":
          access = await this.#logIn(access, answer.by, signal);
          break;
        case "refused":
          throw refused(access, answer.status, address, place.space);
        case "down":
          await this.#awaitSpace(place, unanswered(place, answer.reason, this.hub), deadline, signal, tell);
          break;
        case "foreign":
          // In place of an app that sleeps, Hugging Face's own page may answer.
          await this.#awaitSpace(place, foreign(answer.failure, address, place), deadline, signal, tell);
          break;
      }
    }
  }

  async #find(name: string, address: SpaceAddress, signal: AbortSignal): Promise<Place> {
    if (address.kind === "url") return { access: { name, url: address.url, named: address.url } };
    if (address.kind === "subdomain") {
      const found = await this.hub.spaceBySubdomain(address.subdomain, signal).catch(() => undefined);
      const space = found?.kind === "found" ? found.info : undefined;
      // Only to a host that the Hub itself names goes the token.
      const own = space?.host !== undefined && new URL(space.host).origin === new URL(address.url).origin;
      return {
        access: await this.#withToken({ name, url: address.url, named: address.url }, own),
        ...(space && own ? { space } : {}),
      };
    }
    const found = await this.hub.space(address.id, { fresh: true, signal });
    if (found.kind === "missing") throw missing(address.id, found.signedIn, this.hub);
    const failure = stageFailure(found.info, this.hub.spacePage(found.info.id));
    if (failure) throw new StepError(failure);
    if (!found.info.host) {
      throw new StepError({
        message: `The Hub does not tell where the Space "${address.id}" answers.`,
        help: "Open its page once; a Space that never ran has no address.",
        link: { title: "Open the Space", url: this.hub.spacePage(address.id) },
      });
    }
    // A Hub that the person named may be in their own network, and so may the Spaces that it names.
    const named = isPublicHub(this.hub.endpoint) ? {} : { named: found.info.host };
    return {
      access: await this.#withToken({ name, url: found.info.host, ...named }, true),
      space: found.info,
    };
  }

  async #withToken(access: Access, own: boolean): Promise<Access> {
    const token = own ? await this.hub.token() : undefined;
    return token ? { ...access, token } : access;
  }

  async #logIn(access: Access, by: "form" | "basic", signal: AbortSignal): Promise<Access> {
    if (by === "basic" && access.basic) throw loginRefused(access);
    if (by === "form" && access.cookies)
      throw new StepError({ message: `'${access.name}' asks for a login again and again.` });
    const login = await this.#loginFor(access);
    return by === "basic"
      ? { ...access, basic: basicAuthorization(login) }
      : { ...access, cookies: await logIn(access, login, this.limits.answer, signal) };
  }

  /** The login in the address itself, else the one that the person gave for its host and port. */
  async #loginFor({ name, url }: Access): Promise<Login> {
    const { origin } = new URL(url);
    const named = URL.canParse(name) && new URL(name).origin === origin;
    const user = named ? userIn(name) : "";
    const login = (named ? loginIn(name) : undefined) ?? (await this.credentials.login(origin));
    if (login && (user === "" || login.user === user)) return login;
    throw new StepError({
      message: `'${name}' asks for a user name and a password.`,
      help: `Sign in to the app, or set ${loginVariable(origin)} to its user name, a colon and the password. Then run the step again.`,
      signIn: { to: "app", origin },
    });
  }

  /** Waits while a Space that does not answer wakes, starts or is built. Rejects where waiting is of no use. */
  async #awaitSpace(
    place: Place,
    otherwise: StepError,
    deadline: number,
    signal: AbortSignal,
    tell: OnWaking,
  ): Promise<void> {
    const found = place.space ? await this.hub.space(place.space.id, { fresh: true, signal }) : undefined;
    const space = found?.kind === "found" ? found.info : undefined;
    const failure = space && stageFailure(space, this.hub.spacePage(space.id));
    if (failure) throw new StepError(failure);
    const text = space && passingStages[space.stage];
    if (!text) throw otherwise;
    if (Date.now() > deadline) {
      throw new StepError({
        message: `The Space "${space.id}" did not wake within ${Math.round(this.limits.wake / 60_000)} minutes.`,
        help: "Look at its page.",
        link: { title: "Open the Space", url: this.hub.spacePage(space.id) },
        transient: true,
      });
    }
    tell(text);
    await delay(this.limits.wakePoll, undefined, { signal });
  }
}

/** The same app where it really answers. Secrets stay with the host and port they were meant for. */
function movedTo(access: Access, url: string): Access {
  if (new URL(access.url).origin === new URL(url).origin) return { ...access, url };
  const { name, named } = access;
  return { name, url, ...(named === undefined ? {} : { named }) };
}

function unanswered({ access, space }: Place, reason: string, hub: Hub): StepError {
  return new StepError({
    message: `'${access.name}' could not be reached: ${reason}.`,
    help: space ? "Look at the Space's page." : "Start the app, or correct its address.",
    link: { title: "Open the app", url: space ? hub.spacePage(space.id) : access.url },
    transient: true,
  });
}

function missing(id: string, signedIn: boolean, hub: Hub): StepError {
  const link = {
    title: "Find Spaces",
    url: `${hub.endpoint}/spaces?search=${encodeURIComponent(id.split("/")[1] ?? id)}`,
  };
  const message = `The Space "${id}" is not on the Hugging Face Hub, or it is private and `;
  return signedIn
    ? new StepError({
        message: `${message}your account may not see it.`,
        help: "Check the name's spelling.",
        link,
      })
    : new StepError({
        message: `${message}you are not signed in.`,
        help: "Check the name's spelling; if the Space is private, sign in to Hugging Face.",
        link,
        signIn: { to: "hugging-face" },
      });
}

/** Without an account Hugging Face answers for a private Space as for one that is not there. */
function foreign(failure: StepError, { kind }: SpaceAddress, { space }: Place): StepError {
  if (kind !== "subdomain" || space) return failure;
  return new StepError({
    ...failure.failure,
    help: "Check the address; if the Space is private, sign in to Hugging Face.",
    signIn: { to: "hugging-face" },
  });
}

function refused(access: Access, status: number, { kind }: SpaceAddress, space?: SpaceInfo): StepError {
  const message = `'${access.name}' may not be used: it answered ${status}${space?.private ? ", since it is private" : ""}.`;
  // An app of somebody's own knows no account of Hugging Face.
  if (kind === "url") return new StepError({ message, help: "Ask its owner to let you use it." });
  return new StepError({
    message,
    help: access.token
      ? "The token you signed in with has no right to this Space: use another one, or ask its owner."
      : "Sign in to Hugging Face with an account that may use it.",
    signIn: { to: "hugging-face" },
  });
}
