import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { ShareServerStandIn } from "../support/share-server/share-server.ts";
import { visit } from "../support/share-server/visitor.ts";
import { Workbench } from "../support/workbench.ts";

const workflow = `import { FnNode, Graph, gr } from "daggr";

const shout = new FnNode(({ text }) => text.toUpperCase(), {
  inputs: { text: gr.Textbox({ label: "Text", value: "well done" }) },
  outputs: { loud: gr.Textbox({ label: "Loud" }) },
});
export default new Graph({ name: "Shared", nodes: [shout] });
`;

describe("sharing from the editor", function () {
  this.timeout(120_000);
  let standIn: ShareServerStandIn;
  let workbench: Workbench;

  before(async () => {
    standIn = await ShareServerStandIn.start();
    workbench = await Workbench.open({
      workspace: { "shared.ts": workflow },
      env: { GRADIO_SHARE_SERVER_ADDRESS: `127.0.0.1:${standIn.port}` },
    });
    await workbench.openFile("shared.ts");
  });

  after(async () => {
    await workbench?.close();
    await standIn?.stop();
  });

  const status = () => workbench.page.locator(".statusbar-item", { hasText: "Shared: shared.ts" });

  /** The message of VS Code with these words, in its list. As a toast it would be hidden at once, since the browser has no focus. */
  async function notification(words: string): Promise<Locator> {
    const found = workbench.page
      .locator(".notifications-center .notification-list-item", { hasText: words })
      .first();
    await eventually(`VS Code says "${words}"`, async () => {
      if (!(await found.isVisible())) await workbench.runCommand("Notifications: Show Notifications");
      await found.waitFor({ timeout: 2000 });
    });
    return found;
  }

  async function share(button: string): Promise<void> {
    await workbench.runCommand("Daggr: Share…");
    const dialog = workbench.page.locator(".monaco-dialog-box");
    await dialog.getByText("reachable from the whole Internet").waitFor();
    await dialog.getByRole("button", { name: button, exact: true }).click();
  }

  it("asks first, gives an address that answers whoever has the token, and ends by a click", async () => {
    await share("Share");
    await status().waitFor();
    const told = await notification("shared.ts is shared at");
    const [address = ""] = /https:\/\/\S+/.exec((await told.textContent()) ?? "") ?? [];
    const { searchParams } = new URL(address);
    const ask = (token: string) =>
      visit(standIn.publicPort, address, "/", undefined, { authorization: `Bearer ${token}` });
    assert.equal((await ask(searchParams.get("token") ?? "")).status, 200);
    assert.equal((await ask("another")).status, 401);

    await told.getByRole("button", { name: "Stop Sharing" }).click();
    await status().waitFor({ state: "detached" });
    await eventually("the tunnel is closed", () => assert.equal(standIn.connections, 0));
  });

  it("offers VS Code's own forwarding in a remote workspace, which needs no share server", async () => {
    const before = standIn.logins.length;
    await share("Forward the Port Instead");
    await status().waitFor();
    const told = await notification("shared.ts is shared at");
    assert.match((await told.textContent()) ?? "", /http:\/\/\S+token=\S+/);
    assert.equal(standIn.logins.length, before);
    await told.getByRole("button", { name: "Stop Sharing" }).click();
    await status().waitFor({ state: "detached" });
  });
});
