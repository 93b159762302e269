import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import { Access, type Entry } from "../../../src/server/access/access.ts";
import { HostNames } from "../../../src/server/access/hosts.ts";
import { LoggedIn } from "../../../src/server/access/logins.ts";
import { Secrets } from "../../../src/server/access/secrets.ts";

const local = { hosts: [], logins: [] };

describe("who may use a server", () => {
  describe("by host and origin", () => {
    const cases: [listens: string, host: string | undefined, origin: string | undefined, may: boolean][] = [
      ["127.0.0.1", "127.0.0.1:7860", undefined, true],
      ["127.0.0.1", "localhost:7860", undefined, true],
      ["127.0.0.1", "[::1]:7860", undefined, true],
      ["127.0.0.1", "LOCALHOST:7860", "http://localhost:7860", true],
      ["127.0.0.1", "evil.example:7860", undefined, false],
      ["127.0.0.1", "127.0.0.1.evil.example", undefined, false],
      ["127.0.0.1", "192.168.0.4:7860", undefined, false],
      ["127.0.0.1", undefined, undefined, false],
      ["127.0.0.1", "", undefined, false],
      ["127.0.0.1", "local host", undefined, false],
      ["127.0.0.1", "localhost:7860", "http://localhost:7861", false],
      ["127.0.0.1", "localhost:7860", "http://127.0.0.1:7860", false],
      ["127.0.0.1", "localhost:7860", "null", false],
      ["127.0.0.1", "localhost:7860", "https://evil.example", false],
      ["0.0.0.0", "localhost:7860", undefined, true],
      ["0.0.0.0", "evil.example", undefined, false],
      ["0.0.0.0", "203.0.113.9", undefined, false],
      ["10.1.2.3", "10.1.2.3:7860", "http://10.1.2.3:7860", true],
      ["10.1.2.3", "localhost", undefined, false],
    ];
    for (const [listens, host, origin, may] of cases) {
      it(`${may ? "lets in" : "refuses"} ${String(host)} from ${origin ?? "no page"} at ${listens}`, () => {
        const refusal = new HostNames(listens, []).refusal({ host, origin });
        assert.equal(refusal === undefined, may, refusal);
      });
    }

    it("knows names that were allowed, for as long as they are", () => {
      const names = new HostNames("127.0.0.1", ["Daggr.Example"]);
      names.add("abc.gradio.live");
      assert.equal(names.refusal({ host: "daggr.example" }), undefined);
      assert.equal(names.refusal({ host: "abc.gradio.live", origin: "https://abc.gradio.live" }), undefined);
      names.delete("abc.gradio.live");
      assert.match(names.refusal({ host: "abc.gradio.live" })!, /--allow-host/);
    });
  });

  const from = (remoteAddress: string, headers: IncomingHttpHeaders = {}) => ({
    headers,
    socket: { remoteAddress },
  });
  const admit = (access: Access, headers: IncomingHttpHeaders, address = "127.0.0.1") =>
    access.admit(from(address, { host: "localhost:7860", ...headers }), "daggr-7860");
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
  const cookieOf = (entry: Entry) => (entry.type === "entered" ? entry.cookie : assert.fail(entry.type));

  it("is everybody on this machine, where there is neither a token nor a login", () => {
    assert.deepEqual(admit(new Access("127.0.0.1", local), {}), {
      type: "admitted",
      visitor: { user: undefined },
    });
  });

  it("is who has the token, as a header or once as a cookie", () => {
    const access = new Access("127.0.0.1", { ...local, token: "a token" });
    assert.equal(admit(access, {}).type, "unknown");
    assert.equal(admit(access, { authorization: "Bearer a-token" }).type, "unknown");
    assert.equal(access.withToken("another", from("127.0.0.1")).type, "wrong");
    const text = cookieOf(access.withToken("a token", from("127.0.0.1")));
    assert.equal(admit(access, { cookie: `other=1; daggr-7860=${text}` }).type, "admitted");
    assert.equal(admit(access, { cookie: `daggr-7861=${text}` }).type, "unknown");
    const plain = new Access("127.0.0.1", { ...local, token: "token" });
    assert.equal(admit(plain, { authorization: "Bearer token" }).type, "admitted");
  });

  it("is each user by name and password, as basic authorization or a cookie, until logging out", () => {
    const logins = [
      { user: "ada", password: "one:two" },
      { user: "bob", password: "three" },
    ];
    const access = new Access("127.0.0.1", { ...local, logins });
    assert.deepEqual(admit(access, basic("ada:one:two")), { type: "admitted", visitor: { user: "ada" } });
    for (const wrong of ["ada:three", "bob:one:two", "ada", ":", "ada:", "eve:one:two"])
      assert.equal(admit(access, basic(wrong)).type, "unknown", wrong);
    const entry = access.withLogin({ user: "bob", password: "three" }, from("127.0.0.1"));
    const cookie = `daggr-7860=${cookieOf(entry)}`;
    const admitted = admit(access, { cookie });
    assert.ok(admitted.type === "admitted" && admitted.visitor.user === "bob");
    const closed: string[] = [];
    const { login } = admitted.visitor;
    login!.whenOver(() => closed.push("a page that was closed before"))();
    login!.whenOver(() => closed.push("a page"));
    access.logOut(cookie, "daggr-7860");
    assert.deepEqual(closed, ["a page"]);
    login!.whenOver(() => closed.push("one that was just opening"));
    assert.equal(closed.length, 2);
    assert.equal(admit(access, { cookie }).type, "unknown");
  });

  it("is asked again after thirty days without a visit", () => {
    let now = 0;
    const loggedIn = new LoggedIn(() => now);
    const text = loggedIn.add({ user: "ada" });
    const day = 24 * 60 * 60 * 1000;
    now = 29 * day;
    assert.equal(loggedIn.find(text)?.user, "ada");
    now = 58 * day;
    assert.equal(loggedIn.find(text)?.user, "ada");
    now = 89 * day;
    assert.equal(loggedIn.find(text), undefined);
  });

  describe("and guesses", () => {
    const logins = [
      { user: "ada", password: "a long password" },
      { user: "bob", password: "another password" },
    ];
    const ada = logins[0]!;
    const wrong = { user: "ada", password: "a guess" };
    const last = <T>(times: number, act: (number: number) => T): T => {
      for (let number = 1; number < times; number += 1) act(number);
      return act(times);
    };

    it("has ten a minute for a name from one place, whichever way they come", () => {
      const access = new Access("127.0.0.1", { ...local, logins });
      const ways = [
        () => access.withLogin(wrong, from("127.0.0.1")).type,
        () => admit(access, basic("ada:a guess")).type,
      ];
      for (let number = 0; number < 10; number += 1)
        assert.match(ways[number % 2]!(), /^(wrong|unknown)$/, `guess ${number + 1}`);
      for (const way of ways) assert.equal(way(), "too-many");
      assert.equal(admit(access, basic("ada:a long password")).type, "too-many");
      assert.equal(admit(access, basic("bob:another password")).type, "admitted");
      assert.equal(admit(access, basic("ada:a long password"), "10.0.0.2").type, "admitted");
    });

    it("can try again after a minute", () => {
      let now = 0;
      const secrets = new Secrets({ logins }, () => now);
      assert.equal(last(11, () => secrets.login(wrong, from("10.0.0.1"))).type, "too-many");
      now = 60_001;
      assert.equal(secrets.login(ada, from("10.0.0.1")).type, "right");
    });

    it("has a hundred in ten minutes from everywhere, which keeps nobody out of where they came in before", () => {
      let now = 0;
      const secrets = new Secrets({ logins }, () => now);
      const at = (number: number) => from(`10.0.${number >> 8}.${number & 255}`);
      assert.equal(secrets.login(ada, from("192.168.0.1")).type, "right");
      assert.equal(last(100, (number) => secrets.login(wrong, at(number))).type, "wrong");
      assert.equal(secrets.login(wrong, at(101)).type, "too-many");
      assert.equal(secrets.login(ada, at(102)).type, "too-many");
      assert.equal(secrets.login(ada, from("192.168.0.1")).type, "right");
      now = 600_001;
      assert.equal(secrets.login(ada, at(102)).type, "right");
    });

    it("does not lock out the other visitors of a tunnel, which all have one address", () => {
      const secrets = new Secrets({ logins });
      const through = (forwarded: string) => from("127.0.0.1", { "x-forwarded-for": forwarded });
      assert.equal(last(11, () => secrets.login(wrong, through("203.0.113.1"))).type, "too-many");
      assert.equal(secrets.login(ada, through("203.0.113.2")).type, "right");
      // Whoever invents addresses is still counted by the name that they try.
      const invented = (number: number) => secrets.login(wrong, through(`10.0.0.${number}, 203.0.113.1`));
      assert.equal(last(91, invented).type, "too-many");
      // Other machines' words about addresses do not count at all.
      const direct = () =>
        secrets.login({ ...wrong, user: "bob" }, from("10.0.0.1", { "x-forwarded-for": `${Math.random()}` }));
      assert.equal(last(11, direct).type, "too-many");
    });

    it("does not count what nobody guesses: wrong tokens would lock out who has the right one", () => {
      const strong = new Access("127.0.0.1", { ...local, token: "a token of many characters" });
      assert.equal(last(200, () => strong.withToken("guess", from("127.0.0.1"))).type, "wrong");
      assert.equal(strong.withToken("a token of many characters", from("127.0.0.1")).type, "entered");
      const weak = new Access("127.0.0.1", { ...local, token: "token" });
      const bearer = () => admit(weak, { authorization: "Bearer guess" }).type;
      assert.equal(last(5, bearer), "unknown");
      assert.equal(last(5, () => weak.withToken("guess", from("127.0.0.1"))).type, "wrong");
      assert.equal(bearer(), "too-many");
      assert.equal(weak.withToken("token", from("127.0.0.1")).type, "too-many");
    });

    it("push no count out by names that they invent", () => {
      const secrets = new Secrets({ logins });
      const at = (number: number) => from(`10.${number >> 8}.${number & 255}.1`);
      last(100, (number) => secrets.login(wrong, at(number)));
      // As many as are remembered, but for those that share her count.
      last(12_000, (number) => secrets.login({ user: `x${number}`, password: "" }, at(number)));
      assert.equal(secrets.login(wrong, from("10.255.0.1")).type, "too-many");
    });
  });
});
