import { chromium, type Browser } from "playwright-core";
import { findChromium } from "../../scripts/lib/debian.mjs";

let opened: Promise<Browser> | undefined;

/** One Chromium for all workbenches of a run. Each workbench gets its own browser context. */
export function browser(): Promise<Browser> {
  opened ??= chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return opened;
}

export async function closeBrowser(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}
