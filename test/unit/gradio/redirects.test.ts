import assert from "node:assert/strict";
import { startCalling, type Caller } from "../../gradio/calling.ts";
import { serveHttp, type Ask } from "../../hub/http.ts";
import { startHub, testToken, type LocalHub } from "../../support/hub.ts";
import { completed, startScriptedApp, streamed, type Script } from "./support/scripted-app.ts";

const led = (location: string, status: number) => () => ({ status, headers: { location } });

/** Each request of a call, led astray. */
const scripts: Readonly<Record<string, (to: string, status: number) => Script>> = {
  config: (to, status) => ({ config: led(`${to}/config`, status) }),
  info: (to, status) => ({ info: led(`${to}/gradio_api/info`, status) }),
  join: (to, status) => ({ join: led(`${to}/gradio_api/queue/join`, status) }),
  stream: (to, status) => ({ data: led(`${to}/gradio_api/queue/data`, status) }),
  file: (to, status) => ({
    data: () => streamed(completed({ path: "/a.txt", meta: { _type: "gradio.FileData" } })),
    other: led(`${to}/a.txt`, status),
  }),
  "file by its address": (to) => ({
    data: () => streamed(completed({ url: `${to}/a.txt`, path: null, meta: { _type: "gradio.FileData" } })),
  }),
};

describe("an app that leads to other servers of this machine", () => {
  let hub: LocalHub;
  let caller: Caller;
  let other: { url: string; stop(): Promise<void> };
  const elsewhere: Ask[] = [];
  before(async () => {
    hub = await startHub();
    caller = await startCalling({
      env: hub.env,
      credentials: { huggingFaceToken: () => Promise.resolve(testToken) },
      limits: { silence: 2_000, answer: 2_000 },
    });
    other = await serveHttp((ask) => {
      elsewhere.push(ask);
      return { body: "reached" };
    });
  });
  after(async () => {
    await caller.dispose();
    await other.stop();
    await hub.stop();
  });

  for (const [name, script] of Object.entries(scripts)) {
    for (const status of [302, 307]) {
      it(`is not followed by the request for its ${name} (${status})`, async () => {
        const hosts = ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"];
        await Promise.all(
          hosts.map(async (host, place) => {
            const app = await startScriptedApp(script(other.url.replace("127.0.0.1", host), status));
            try {
              const space = `ann/${name.replaceAll(" ", "-")}-${status}-${place}`;
              hub.spaces.set(space, { url: app.url });
              const failures = await Promise.all([space, app.url].map((to) => caller.failure(to, "/say")));
              for (const { message } of failures)
                assert.match(message, /an address inside your own network; it was not asked\.$/);
              const streams = app.requests.filter(({ path }) => path === "/gradio_api/queue/data");
              if (name === "stream")
                assert.equal(streams.length, failures.length, "what is refused is not asked for again");
              assert.ok(app.requests.some(({ headers }) => headers.authorization === `Bearer ${testToken}`));
            } finally {
              await app.stop();
            }
          }),
        );
        assert.deepEqual(elsewhere, []);
      });
    }
  }
});
