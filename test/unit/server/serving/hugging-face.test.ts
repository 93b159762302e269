import assert from "node:assert/strict";
import { oauthRoutes, type OauthState } from "../../../hub/oauth.ts";
import { routed, serveHttp, type HttpServer } from "../../../hub/http.ts";
import { HubLogin } from "../../../../src/server/access/hub-login.ts";
import { Served } from "../../../support/served.ts";
import { raw, workflow } from "./support.ts";

describe("a served workflow on Hugging Face", function () {
  this.timeout(60_000);

  const client = { id: "client", secret: "the secret of the client" };
  const hubState: OauthState = { user: "ada" };
  const host = "ada-loud.hf.space";
  let provider: HttpServer;
  let served: Served;
  before(async () => {
    provider = await serveHttp((ask) => routed(oauthRoutesOnce, ask));
    served = await Served.start({
      workflow,
      args: ["--host", "0.0.0.0"],
      env: {
        SPACE_ID: "ada/loud",
        SPACE_HOST: host,
        OAUTH_CLIENT_ID: client.id,
        OAUTH_CLIENT_SECRET: client.secret,
        OPENID_PROVIDER_URL: provider.url,
      },
    });
  });
  const oauthRoutesOnce = oauthRoutes(client, hubState);
  after(async () => {
    await served?.stop();
    await provider?.stop();
  });

  const ask = (path: string, headers: Record<string, string> = {}) =>
    raw(
      served.origin,
      [`GET ${path} HTTP/1.1`, `Host: ${host}`, "X-Forwarded-Proto: https", "Connection: close"]
        .concat(
          Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
          "",
          "",
        )
        .join("\n"),
    );
  const headerOf = (answer: string, name: string) =>
    new RegExp(`^${name}: (.*?)\\r$`, "im").exec(answer)?.[1] ?? "";
  const cookieOf = (answer: string) => headerOf(answer, "set-cookie").split(";")[0]!;

  async function logIn(): Promise<{ callback: string; cookie: string }> {
    const begun = await ask("/login/huggingface");
    const authorize = headerOf(begun, "location");
    assert.ok(authorize.startsWith(`${provider.url}/oauth/authorize?`), begun);
    const back = await fetch(authorize, { redirect: "manual" });
    const callback = new URL(back.headers.get("location")!);
    assert.equal(callback.origin, `https://${host}`);
    return { callback: callback.pathname + callback.search, cookie: cookieOf(begun) };
  }

  it("is for people with an account there, each with sheets of their own", async () => {
    assert.match(await ask("/", { accept: "text/html" }), /^HTTP\/1\.1 303[^]*location: \/login/i);
    assert.match(await ask("/login"), /Log in with Hugging Face/);
    const { callback, cookie } = await logIn();
    const done = await ask(callback, { cookie });
    assert.match(done, /^HTTP\/1\.1 303[^]*SameSite=None/);
    assert.match(await ask("/", { cookie: cookieOf(done) }), /^HTTP\/1\.1 200/);
    assert.match(await ask("/", { cookie: "daggr-7860=guessed" }), /^HTTP\/1\.1 401/);
  });

  it("takes no login that another browser began, nor one twice", async () => {
    const { callback, cookie } = await logIn();
    assert.match(await ask(callback), /^HTTP\/1\.1 401[^]*begun in another browser/);
    const other = (await logIn()).cookie;
    assert.match(await ask(callback, { cookie: other }), /^HTTP\/1\.1 401/);
    assert.match(await ask(callback, { cookie }), /^HTTP\/1\.1 303/);
    assert.match(await ask(callback, { cookie }), /^HTTP\/1\.1 401[^]*Log in again/);
  });

  it("knows people by their account, whatever it is called at present", async () => {
    const enter = async (user: string, sub: string) => {
      Object.assign(hubState, { user, sub });
      const { callback, cookie } = await logIn();
      return { cookie: cookieOf(await ask(callback, { cookie })) };
    };
    const ada = await enter("ada", "account-1");
    const part = `--part\nContent-Disposition: form-data; name="files"; filename="a.txt"\n\nwords\n--part--\n`;
    const length = part.replaceAll("\n", "\r\n").length;
    const uploaded = await raw(
      served.origin,
      `POST /api/upload HTTP/1.1\nHost: ${host}\nCookie: ${ada.cookie}\nConnection: close\nContent-Type: multipart/form-data; boundary=part\nContent-Length: ${length}\n\n${part}`,
    );
    const [place = ""] = /\/media\/[^"]+/.exec(uploaded) ?? [];
    assert.match(await ask(place, ada), /^HTTP\/1\.1 200/, uploaded);
    const renamed = await enter("ada-lovelace", "account-1");
    assert.match(await ask(place, renamed), /^HTTP\/1\.1 200/);
    assert.match(await ask("/gradio_api/user", renamed), /"ada-lovelace"/);
    assert.match(await ask(place, await enter("ada", "account-2")), /^HTTP\/1\.1 404/);
  });

  it("is shown in frames of the Hub, and of no other site", async () => {
    for (const path of ["/", "/login"]) {
      const answer = await ask(path);
      assert.match(answer, /frame-ancestors 'self' https:\/\/huggingface\.co\r$/m);
      assert.doesNotMatch(answer, /x-frame-options/i);
    }
  });

  describe("keeps begun logins in the browsers that began them", () => {
    let now = 0;
    const options = () => ({
      ...{ provider: provider.url, clientId: client.id, clientSecret: client.secret },
      ...{ scopes: "openid profile", callback: `https://${host}/login/callback` },
    });
    async function comeBack({ address }: { address: string }) {
      const back = await fetch(address, { redirect: "manual" });
      const { searchParams } = new URL(back.headers.get("location")!);
      return { state: searchParams.get("state") ?? "", code: searchParams.get("code") ?? "" };
    }

    it("so that others push none out by beginning some", async () => {
      const hub = new HubLogin(options(), () => now);
      const first = hub.begin();
      for (let number = 0; number < 2_000; number += 1) hub.begin();
      assert.equal((await hub.finish(first.begun, await comeBack(first))).id, hubState.sub);
    });

    it("for ten minutes", async () => {
      const hub = new HubLogin(options(), () => now);
      const begun = hub.begin();
      const back = await comeBack(begun);
      now += 601_000;
      await assert.rejects(hub.finish(begun.begun, back), /took too long/);
    });

    it("and takes none that the browser changed", async () => {
      const { callback, cookie } = await logIn();
      const [name, signed = ""] = cookie.split("=");
      const changed = `${name}=${signed.replace(/^[^.]+/, new URL(callback, "http://h").searchParams.get("state")!)}x`;
      assert.match(await ask(callback, { cookie: changed }), /^HTTP\/1\.1 401[^]*another browser/);
      assert.match(await ask(callback, { cookie }), /^HTTP\/1\.1 303/);
    });
  });
});
