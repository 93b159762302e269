import assert from "node:assert/strict";
import { sharedApp, startApp } from "../support/gradio.ts";

/** That the apps of the tests themselves start under each version of Gradio; what they do is tested where they are used. */
describe("the test apps", () => {
  for (const version of [6, 5, 4] as const) {
    it(`core starts under Gradio ${version}`, async () => {
      const { url } = await sharedApp("core", { version });
      const config = (await (await fetch(`${url}/config`)).json()) as { version: string };
      assert.equal(config.version.split(".")[0], String(version));
    });
  }

  it("login refuses to tell its configuration", async () => {
    const { url } = await sharedApp("login");
    assert.equal((await fetch(`${url}/config`)).status, 401);
  });

  it("tells why an app did not start", async () => {
    await assert.rejects(startApp("core", { env: { PORT: "no port" } }), /invalid literal/);
  });
});
