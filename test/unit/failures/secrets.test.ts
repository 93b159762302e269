import assert from "node:assert/strict";
import { failureOf, StepError } from "../../../src/runtime/failures/failure.ts";
import { redact } from "../../../src/runtime/failures/redact.ts";
import {
  redactResult,
  redactValue,
  registerSecret,
  registerSecretsOf,
} from "../../../src/runtime/failures/secrets.ts";

const token = "my-strange-token-123456";
const odd = 'pa/ss "wörd" +1\\2';

describe("a secret that was read", () => {
  before(() => {
    registerSecret(token);
    registerSecret(odd);
  });

  it("is taken out of texts, whatever its form", () => {
    const everyByte = [...token].map((one) => `%${one.charCodeAt(0).toString(16)}`).join("");
    const forms = [
      token,
      `Bearer ${token}`,
      `https://x.test/?a=${token}&b`,
      everyByte,
      everyByte.toUpperCase(),
    ];
    for (const form of forms) {
      const text = redact(`before ${form} after`);
      assert.ok(
        !text.includes(token) && !text.includes(everyByte) && /^before .*\[secret\].* after$/.test(text),
        text,
      );
    }
    for (const form of [odd, encodeURIComponent(odd), encodeURI(odd), JSON.stringify(odd).slice(1, -1)])
      assert.equal(redact(`<${form}>`), "<[secret]>");
    assert.equal(redact(`q=${new URLSearchParams({ odd }).get("odd")}`), "q=[secret]");
    assert.equal(redact(new URLSearchParams({ odd }).toString()), "odd=[secret]");
  });

  it("is taken out of Base64, whatever stands beside it", () => {
    for (const secret of [token, odd]) {
      for (const encoding of ["base64", "base64url"] as const) {
        for (const before of ["", "a", "ab", "abc", "user:"]) {
          const encoded = Buffer.from(`${before}${secret}\nmore`).toString(encoding);
          const clean = redact(`Basic ${encoded}`);
          assert.ok(clean.includes("[secret]"), `${encoded} -> ${clean}`);
          assert.ok(
            !Buffer.from(clean.replace(/^Basic /, ""), encoding)
              .toString()
              .includes(secret.slice(4, -4)),
          );
        }
      }
    }
  });

  it("is taken out of values at any depth, and of names of fields", () => {
    const value = { a: [1, null, { [`x ${token}`]: [`${token}!`] }], ["__proto__"]: true, b: "plain" };
    const clean = redactValue(value);
    assert.equal(JSON.stringify(clean), JSON.stringify(value).replaceAll(token, "[secret]"));
    let deep: unknown = "plain";
    for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
    assert.equal(redactValue(deep), deep, "deep values end nothing");
  });

  it("leaves what holds none as it is, and looks at it once only", () => {
    let reads = 0;
    const part = Object.defineProperty({}, "text", {
      enumerable: true,
      get: () => {
        reads += 1;
        return "plain";
      },
    });
    const outputs = { a: part };
    assert.equal(redactResult(outputs), outputs);
    assert.equal(redactValue(outputs), outputs);
    assert.equal(redactValue(part), part);
    assert.equal(reads, 1);
    registerSecret("another-secret-of-later");
    redactValue(part);
    assert.equal(reads, 2, "a secret that is read later is looked for in all");
  });

  it("takes time that grows with the text only", () => {
    for (const unit of ["my-strange-token-12345", "%6d%79-", "hf_", "Bearer "]) {
      const text = unit.repeat(Math.ceil(4_000_000 / unit.length));
      const start = performance.now();
      redactValue({ text });
      redact(text);
      const took = performance.now() - start;
      assert.ok(took < 5_000, `${unit}: ${took} ms`);
    }
  });

  it("is in no failure: title, message, help, causes, stack and link", () => {
    const error = new Error(`It said ${token}.`, { cause: new Error(token) });
    const failure = {
      message: `${token} a`,
      help: `b ${token}`,
      causes: [token],
      link: { title: token, url: `https://x.test/${token}` },
    };
    const all = [
      failureOf(error),
      new StepError(failure),
      new StepError(failure).failure,
      failureOf(new StepError(failure)),
    ];
    for (const one of all) assert.ok(!JSON.stringify(one).includes(token), JSON.stringify(one));
    assert.equal(new StepError(failure).message, "[secret] a");
  });

  it("is one of the environment too, and no setting or short text", () => {
    registerSecretsOf({
      HF_TOKEN: "token-of-the-environment",
      DAGGR_LOGIN_APP: "ann:password-of-ann",
      DAGGR_CACHE: "/folder/of/the/cache",
      OTHER: "value-of-another",
    });
    registerSecret("short");
    assert.equal(
      redact("token-of-the-environment password-of-ann /folder/of/the/cache value-of-another short"),
      "[secret] [secret] /folder/of/the/cache value-of-another short",
    );
  });
});
