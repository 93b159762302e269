// Makes the README's picture of a served workflow from this build: the canvas and the app view of an example, side by side.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { ServedPage, startBrowser } from "../browser/served/browser.ts";
import { Served } from "../support/served.ts";

const workflow = await readFile(inRoot("examples", "hello-offline.ts"), "utf8");
const [served, browser] = await Promise.all([Served.start({ workflow }), startBrowser()]);
const folder = await mkdtemp(join(tmpdir(), "daggr-pictures-"));
try {
  const viewport = { width: 780, height: 760 };
  const canvas = await ServedPage.open(browser, served.address, { viewport, colorScheme: "dark" });
  await canvas.card("idea").waitFor();
  await canvas.button(/^Run all/).click();
  await canvas.find("poster");
  await canvas.state("poster", /\d (ms|s)$/);
  const app = await ServedPage.open(browser, `${served.address}?view=app`, {
    viewport,
    colorScheme: "light",
  });
  await app.frame.locator("img").first().waitFor();
  for (const [name, { page }] of Object.entries({ canvas, app }))
    await page.screenshot({ path: join(folder, `${name}.png`) });
  const pictures = await Promise.all(
    ["canvas", "app"].map((name) => readFile(join(folder, `${name}.png`), "base64")),
  );
  const page = await browser.newPage({ viewport: { width: 1568, height: 760 } });
  const images = pictures.map((bytes) => `<img src="data:image/png;base64,${bytes}">`).join("");
  await page.setContent(`<body style="display:flex;gap:8px;margin:0;background:#888">${images}</body>`);
  await page.screenshot({ path: inRoot("media", "served.png") });
} finally {
  await browser.close();
  await served.stop();
  await rm(folder, { recursive: true, force: true });
}
