import assert from "node:assert/strict";
import { once } from "node:events";
import { WebSocket } from "ws";
import { Served } from "../../../support/served.ts";
import { workflow } from "./support.ts";

describe("a served workflow to whoever has a token or a login", function () {
  this.timeout(60_000);

  it("lets in who has the token, which is then no longer in the address", async () => {
    const served = await Served.start({ workflow, args: ["--token", "the token"] });
    try {
      assert.match(served.address, /\?token=the(%20|\+)token$/);
      const refused = await fetch(served.origin, { headers: { accept: "text/html" } });
      assert.equal(refused.status, 401);
      assert.match(await refused.text(), /A token is needed/);
      const first = await fetch(served.address, { redirect: "manual" });
      assert.deepEqual([first.status, first.headers.get("location")], [302, "/"]);
      const [cookie = ""] = first.headers.getSetCookie();
      assert.match(cookie, /HttpOnly; SameSite=Lax/);
      const page = await fetch(served.origin, { headers: { cookie: cookie.split(";")[0]! } });
      assert.equal(page.status, 200);
    } finally {
      await served.stop();
    }
  });

  describe("to users", () => {
    let served: Served;
    before(async () => {
      served = await Served.start({ workflow, args: ["--auth", "ada:first word", "--auth", "bob:second"] });
    });
    after(() => served?.stop());

    async function logIn(): Promise<{ cookie: string; origin: string }> {
      const { origin } = served;
      const body = new URLSearchParams({ username: "ada", password: "first word" });
      const response = await fetch(`${origin}/login`, { method: "POST", body, headers: { origin } });
      return { cookie: response.headers.getSetCookie()[0]!.split(";")[0]!, origin };
    }

    async function openCanvas(headers: Readonly<Record<string, string>>): Promise<WebSocket> {
      const socket = new WebSocket(`${served.origin.replace("http", "ws")}/canvas`, { headers });
      await once(socket, "open");
      return socket;
    }

    it("closes what a login holds open when it is left, and nothing of another one", async () => {
      const [left, other] = [await logIn(), await logIn()];
      const [leftPage, otherPage] = [await openCanvas(left), await openCanvas(other)];
      const stream = (headers: Readonly<Record<string, string>>) =>
        fetch(`${served.origin}/gradio_api/heartbeat/one`, { headers });
      const [leftNews, otherNews] = [await stream(left), await stream(other)];
      const ended = [once(leftPage, "close"), assert.rejects(leftNews.text())];
      await fetch(`${served.origin}/logout`, { method: "POST", headers: left, redirect: "manual" });
      await Promise.all(ended);
      assert.equal((await fetch(served.origin, { headers: left })).status, 401);
      assert.equal((await fetch(served.origin, { headers: other })).status, 200);
      assert.equal(otherPage.readyState, WebSocket.OPEN);
      assert.match(String((await otherNews.body!.getReader().read()).value), /\d/);
      otherPage.terminate();
    });

    it("lets passwords be tried ten times, by basic authorization as by the form", async () => {
      const ask = (text: string) => {
        const authorization = `Basic ${Buffer.from(text).toString("base64")}`;
        return fetch(`${served.origin}/api/schema`, { headers: { authorization } });
      };
      const form = new URLSearchParams({ username: "ada", password: "guess" });
      for (let number = 0; number < 10; number += 1) assert.equal((await ask("ada:guess")).status, 401);
      const refused = await ask("ada:first word");
      assert.equal(refused.status, 429);
      assert.match(await refused.text(), /Too many wrong passwords/);
      const { status } = await fetch(`${served.origin}/login`, { method: "POST", body: form });
      assert.equal(status, 429);
      assert.equal((await ask("bob:second")).status, 200);
    });
  });
});
