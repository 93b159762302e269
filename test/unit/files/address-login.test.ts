import assert from "node:assert/strict";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { redact } from "../../../src/runtime/failures/redact.ts";
import { holdsPassword, loginIn, withoutPassword } from "../../../src/runtime/files/http/address-login.ts";
import { loginOfEnvironment, loginVariable } from "../../../src/runtime/hub/login-variable.ts";

describe("a login in an address", () => {
  for (const [address, plain, user, password] of [
    ["http://ada:secret@h.test:1/x?y#z", "http://ada@h.test:1/x?y#z", "ada", "secret"],
    ["https://ada:a%40b%2Fc@h.test", "https://ada@h.test", "ada", "a@b/c"],
    ["https://a%20b:100%@h.test", "https://a%20b@h.test", "a b", "100%"],
    ["http://ada:p@ss:word@h.test", "http://ada@h.test", "ada", "p@ss:word"],
  ] as const) {
    it(`is taken out of ${plain}, and found again by it`, () => {
      assert.equal(withoutPassword(address), plain);
      assert.deepEqual(loginIn(plain), { user, password });
      assert.deepEqual(loginIn(address), { user, password });
      assert.ok(holdsPassword(`const a = "${address}";`));
    });
  }

  it("needs a user name", () => {
    assert.equal(withoutPassword("http://:only@h.test"), "http://@h.test");
    assert.equal(loginIn("http://h.test"), undefined);
  });

  it("is that of its own host, port and user", () => {
    withoutPassword("http://bob:secret@own.test:1");
    for (const other of [
      "http://bob@own.test:2",
      "https://bob@own.test:1",
      "http://eve@own.test:1",
      "http://own.test:1",
    ])
      assert.equal(loginIn(other), undefined, other);
  });

  for (const text of [
    "owner/name",
    "http://h.test/a:b@c",
    "http://ada@other.test",
    "mailto:a:b@c",
    "http://[::1]:80",
    "",
  ]) {
    it(`is not in '${text}'`, () => {
      assert.equal(withoutPassword(text), text);
      assert.equal(loginIn(text), undefined);
      assert.ok(!holdsPassword(text));
    });
  }

  it("is taken out of messages, however short the password is", () => {
    assert.equal(
      redact("ask http://ada:pw@h.test/a and 'https://b:x@i.test:7/@b:c@'"),
      "ask http://ada:[secret]@h.test/a and 'https://b:[secret]@i.test:7/@b:c@'",
    );
    const { failure } = new StepError({
      message: "No http://ada:pw@h.test",
      help: "See http://ada:pw@h.test",
      causes: ["http://ada:pw@h.test"],
    });
    assert.ok(!JSON.stringify(failure).includes("pw"));
  });
});

describe("the variable of a login", () => {
  for (const [origin, name] of [
    ["http://127.0.0.1:7860", "DAGGR_LOGIN_127_0_0_1_7860"],
    ["http://localhost", "DAGGR_LOGIN_LOCALHOST"],
    ["https://Apps.Example.com:443", "DAGGR_LOGIN_APPS_EXAMPLE_COM"],
    ["http://my-app.example.com:8080", "DAGGR_LOGIN_MY__APP_EXAMPLE_COM_8080"],
    ["http://[::1]:7860", "DAGGR_LOGIN____1__7860"],
  ] as const)
    it(`of ${origin} is ${name}`, () => assert.equal(loginVariable(origin), name));

  it("is another one for a host that somebody else could own", () => {
    assert.notEqual(loginVariable("https://gradio.my-firm.com"), loginVariable("https://gradio-my.firm.com"));
    assert.notEqual(loginVariable("https://a.b.com"), loginVariable("https://a-b.com"));
  });

  it("holds the user name up to the first colon", () => {
    const origin = "http://h.test";
    assert.deepEqual(loginOfEnvironment({ DAGGR_LOGIN_H_TEST: "ada:a:b" }, origin), {
      user: "ada",
      password: "a:b",
    });
    assert.equal(loginOfEnvironment({}, origin), undefined);
    assert.throws(() => loginOfEnvironment({ DAGGR_LOGIN_H_TEST: "ada" }, origin), /has no colon/);
  });
});
