import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { oauthRoutes, type OauthState } from "../../hub/oauth.ts";
import { routed, serveHttp, type HttpServer } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { isAlive } from "../../support/processes.ts";
import { WebSocket } from "ws";
import { HubLogin } from "../../../src/server/access/hub-login.ts";
import { RawCanvas } from "../../support/raw-canvas.ts";
import { Served } from "../../support/served.ts";
import { Program } from "../terminal/support/program.ts";

const workflow = `import { FnNode, Graph, gr } from "daggr";
console.log("process " + process.pid);
const loud = new FnNode(({ words }) => words.toUpperCase(), {
  inputs: { words: gr.Textbox({ value: "some words" }) },
  outputs: { text: gr.Textbox() },
});
export default new Graph({ name: "Loud", nodes: [loud] });
`;

/** What a server answers to bytes as they are, which no client of ours would send. */
async function raw(origin: string, request: string): Promise<string> {
  const { port } = new URL(origin);
  const socket = connect(Number(port), "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => (answer += String(chunk)));
  socket.write(request.replaceAll("\n", "\r\n"));
  await Promise.race([
    once(socket, "close"),
    eventually("it answers", () => assert.match(answer, /\r\n\r\n/)),
  ]);
  socket.destroy();
  return answer;
}

describe("a served workflow", function () {
  this.timeout(60_000);

  describe("to whoever is on this machine", () => {
    let served: Served;
    before(async () => {
      served = await Served.start({ workflow });
    });
    after(() => served?.stop());

    it("gives its page, by a policy that lets nothing foreign in", async () => {
      const response = await fetch(served.address);
      const html = await response.text();
      assert.equal(response.status, 200);
      assert.match(html, /connect-src 'self'/);
      assert.match(html, /default-src 'none'/);
      assert.equal(response.headers.get("x-content-type-options"), "nosniff");
      assert.equal(response.headers.get("content-security-policy"), "frame-ancestors 'self'");
    });

    for (const [what, headers] of [
      ["a foreign name", "Host: evil.example"],
      ["a page of another site", "Host: HOST\nOrigin: https://evil.example"],
      ["a page in a closed frame", "Host: HOST\nOrigin: null"],
    ] as const) {
      const given = () => headers.replace("HOST", new URL(served.origin).host);

      it(`refuses ${what} before it reads a body`, async () => {
        const answer = await raw(
          served.origin,
          `POST /login HTTP/1.1\n${given()}\nContent-Length: 1000000\nContent-Type: application/json\n\n`,
        );
        assert.match(answer, /^HTTP\/1\.1 403/);
      });

      it(`makes ${what} no WebSocket`, async () => {
        const answer = await raw(
          served.origin,
          `GET /canvas HTTP/1.1\n${given()}\nConnection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==\n\n`,
        );
        assert.match(answer, /^HTTP\/1\.1 403/);
      });
    }

    for (const [path, host] of [
      ["//", "evil.example"],
      ["//", "HOST"],
      ["http://[", "HOST"],
    ] as const) {
      it(`closes the socket of an upgrade to '${path}' by ${host}, whoever keeps it open`, async () => {
        const { port } = new URL(served.origin);
        const socket = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
        const name = host.replace("HOST", new URL(served.origin).host);
        socket.resume();
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        );
        await once(socket, "end");
        socket.destroy();
      });
    }

    it("takes a file of a page by a request of its own, and gives its reference, to be read", async () => {
      const response = await fetch(`${served.origin}/canvas/file?name=..%2Fa%20file.txt`, {
        method: "POST",
        body: "a text",
      });
      const file = (await response.json()) as { $file: string; name: string; size: number };
      assert.deepEqual([response.status, file.name, file.size], [200, "a file.txt", 6]);
      const address = `${served.origin}/media/${file.$file.slice(0, 2)}/${file.$file}/a%20file.txt`;
      assert.equal(await (await fetch(address)).text(), "a text");
    });

    it("says what there is not, as JSON", async () => {
      const response = await fetch(`${served.origin}/nothing`);
      assert.deepEqual(
        [response.status, await response.json()],
        [404, { error: "There is nothing at /nothing." }],
      );
    });

    it("opens no graph that the file does not have, whatever a page asks for: each would have a process of its own", async () => {
      const processes = () => new Set(served.log().match(/process \d+/g)).size;
      await eventually("the workflow is loaded", () => assert.equal(processes(), 1));
      for (const name of ["Nothing", "loud", "Loud\0", '["Loud"]', "null", "__proto__", ""]) {
        const canvas = await RawCanvas.open(served.origin, "", `?graph=${encodeURIComponent(name)}`);
        canvas.send({ type: "load" });
        await eventually("it shows the graph of the file", () =>
          assert.equal(canvas.state?.graph?.name, "Loud"),
        );
        canvas.close();
      }
      assert.equal(processes(), 1);
    });

    it("offers no visitor to write a test beside the workflow, and writes none", async () => {
      const canvas = await RawCanvas.open(served.origin);
      const messages = () => canvas.messages as { type: string; without?: string[]; message?: string }[];
      assert.ok(messages().some(({ without }) => without?.includes("save-as-test")));
      canvas.send({ type: "save-as-test" });
      await eventually("it is refused", () =>
        assert.ok(messages().some(({ message }) => message?.includes("in VS Code only"))),
      );
      canvas.close();
    });

    it("lets nobody on the way keep an exported sheet", async () => {
      const canvas = await RawCanvas.open(served.origin);
      canvas.send({ type: "run-all", forced: false });
      await eventually("it has run", () => assert.match(JSON.stringify(canvas.messages), /"SOME WORDS"/));
      for (const type of ["export-sheet", "export-page"]) {
        canvas.send({ type });
        const action = await eventually("the page is told where it is", () => {
          const messages = canvas.messages as { action?: { address: string } }[];
          const told = messages.find((message) => message.action);
          assert.ok(told?.action);
          return told.action;
        });
        const answer = await fetch(`${served.origin}/${action.address}`);
        assert.deepEqual([answer.status, answer.headers.get("cache-control")], [200, "no-store"]);
        assert.match(answer.headers.get("content-disposition") ?? "", /^attachment/);
        canvas.messages.length = 0;
        await answer.arrayBuffer();
      }
      canvas.close();
    });

    it("ends at Ctrl-C with all of its processes", async () => {
      await eventually("the workflow is loaded", () => assert.match(served.log(), /process \d+/));
      const [, pid = ""] = /process (\d+)/.exec(served.log()) ?? [];
      assert.ok(isAlive(Number(pid)));
      await served.stop();
      assert.match(served.log(), /"event": ?"stopped"/);
      await eventually("its process is gone", () => assert.ok(!isAlive(Number(pid))));
    });
  });

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

  describe("from the command line", () => {
    const program = new Program();
    const file = program.write("workflow.ts", workflow);
    after(() => program.remove());

    it("serves nothing beyond this machine without a token or a login, and says how", async () => {
      for (const args of [["--host", "0.0.0.0"], []]) {
        const env: Record<string, string> = args.length > 0 ? {} : { GRADIO_SERVER_NAME: "0.0.0.0" };
        const { code, stderr } = await program.run(["serve", file, "--no-open", ...args], env);
        assert.equal(code, 2);
        assert.match(stderr, /--token .*--auth NAME:PASSWORD/);
      }
    });

    it("says what a port, a host or a login should be", async () => {
      for (const [args, says] of [
        [["--port", "http"], /'http' is no port/],
        [["--port", "70000"], /'70000' is no port\. Give a number up to 65535/],
        [["--host", "192.0.2.1", "--token"], /'192\.0\.2\.1' is no address of this machine/],
        [["--auth", "ada"], /NAME:PASSWORD, or a file/],
        [["--auth", "ada:"], /Neither may be empty/],
        [["--host", "0.0.0.0", "--auth", "ada:secret"], /password of 'ada' is easy.*at least 12 characters/],
        [["--share", "--auth", "ada:aaaaaaaaaaaaaaaa"], /password of 'ada'.*6 different/],
        [["--host", "0.0.0.0", "--token", "secret"], /the token is easy.*at least 16/],
        [["--allow-host", "daggr.example", "--token", "secret"], /the token is easy.*at least 16/],
      ] as const) {
        const { code, stderr } = await program.run([file, "--no-open", ...args]);
        assert.ok(code === 1 || code === 2, stderr);
        assert.match(stderr, says);
      }
    });

    it("says why a file is not loaded, and goes on to serve it", async () => {
      const broken = program.write("broken.ts", workflow.replace("{ words }", "{ wrods }"));
      const running = program.start([broken, "--no-open", "--json"]);
      await eventually("it says so", () => assert.match(running.stderr, /not loaded: .*wrods.*broken\.ts:3/));
      assert.match(running.stdout, /listening/);
      running.child.kill("SIGINT");
      await running.finished;
    });

    it("ends with the reason where its sheets cannot be kept", async () => {
      const data = program.write("data", "no folder");
      const { code, stdout, stderr } = await program.run([file, "--no-open", "--data", data]);
      assert.deepEqual([code, stdout.includes("is served at")], [1, true], stderr);
      assert.ok(stderr.includes(data), stderr);
    });

    it("takes the next free port only where none was asked for", async () => {
      const first = program.start([file, "--no-open", "--json"]);
      const port = await eventually("it listens", () => /127\.0\.0\.1:(\d+)/.exec(first.stdout)![1]!);
      const second = program.start([file, "--no-open", "--json"]);
      await eventually("it listens elsewhere", () => assert.match(second.stdout, /listening/));
      assert.notEqual(/127\.0\.0\.1:(\d+)/.exec(second.stdout)![1], port);
      const { code, stderr } = await program.run([file, "--no-open", "--port", port]);
      assert.deepEqual([code, /is taken/.test(stderr)], [1, true]);
      for (const { child, finished } of [first, second]) {
        child.kill("SIGINT");
        await finished;
      }
    });
  });

  describe("on Hugging Face", () => {
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
});
