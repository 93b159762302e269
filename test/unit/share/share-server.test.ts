import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findShareServer } from "../../../src/server/share/share-server.ts";
import { authority } from "../../support/share-server/certificates.ts";

/** Gradio's answer, as fetched at the one address. */
function gradio(answer: () => Response): Parameters<typeof findShareServer>[2] {
  return (url) => {
    assert.equal(url.href, "https://api.gradio.app/v3/tunnel-request");
    return Promise.resolve(answer());
  };
}

const found = { host: "share.gradio.example", port: 7000, root_ca: authority };

describe("where a tunnel is opened", () => {
  it("is the server that Gradio gives out, by the certificate that comes with it", async () => {
    for (const port of [7000, "7000"])
      assert.deepEqual(
        await findShareServer(
          {},
          undefined,
          gradio(() => Response.json([{ ...found, port }])),
        ),
        { host: "share.gradio.example", port: 7000, rootCertificates: authority, named: false },
      );
  });

  for (const [what, answer] of Object.entries({
    "an error": () => new Response("no", { status: 503 }),
    "no JSON": () => new Response("<html>"),
    "an empty list": () => Response.json([]),
    "no certificate": () => Response.json([{ ...found, root_ca: "" }]),
    "no port": () => Response.json([{ ...found, port: 70_000 }]),
    "an address for a host": () => Response.json([{ ...found, host: "https://share.example/" }]),
    "a host in the person's own network": () => Response.json([{ ...found, host: "192.168.1.1" }]),
  }))
    it(`is not known where Gradio answers ${what}`, async () => {
      await assert.rejects(findShareServer({}, undefined, gradio(answer)), {
        name: "StepError",
        message: /^Gradio's share service \(api\.gradio\.app\) named no share server: .+\.$/,
      });
    });

  it("is not known without a network", async () => {
    const offline = gradio(() => {
      throw Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
    });
    await assert.rejects(findShareServer({}, undefined, offline), (error: Error & { failure?: unknown }) => {
      assert.equal(
        error.message,
        "Gradio's share service (api.gradio.app) could not be reached: its name is not known (is the machine offline?).",
      );
      return true;
    });
  });

  it("is the server that the environment names, wherever it is", async () => {
    for (const [address, host] of [
      ["share.example.com:7000", "share.example.com"],
      ["10.0.0.5:7000", "10.0.0.5"],
      ["[::1]:7000", "::1"],
    ] as const)
      assert.deepEqual(await findShareServer({ GRADIO_SHARE_SERVER_ADDRESS: address }), {
        host,
        port: 7000,
        named: true,
      });
  });

  it("is told to be no address where the environment's is none", async () => {
    for (const address of ["share.example.com", "https://share.example.com", "host:0", "host:99999", ":7000"])
      await assert.rejects(findShareServer({ GRADIO_SHARE_SERVER_ADDRESS: address }), {
        message: `GRADIO_SHARE_SERVER_ADDRESS is '${address}', which is no address of a share server.`,
      });
  });

  it("is checked by the certificate that the environment names", async () => {
    const folder = await mkdtemp(join(tmpdir(), "daggr-share-"));
    try {
      const path = join(folder, "authority.pem");
      await writeFile(path, authority);
      const env = { GRADIO_SHARE_SERVER_ADDRESS: "host:1", DAGGR_SHARE_SERVER_CERTIFICATE: path };
      assert.equal((await findShareServer(env)).rootCertificates, authority);
      await rm(path);
      await assert.rejects(findShareServer(env), /could not be read/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
