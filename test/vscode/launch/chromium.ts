import { createWriteStream } from "node:fs";
import { format } from "node:util";
import { chromium } from "playwright-core";
import type { Window } from "./window.ts";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Opens a page of the VS Code server at `url` in a browser; the suites named in that address run in it.
 *
 * @param logFile receives what the extension host says; the suites themselves speak through the bridge
 */
export function openInChromium(
  executablePath: string,
  url: string,
  headed: boolean,
  logFile: string,
): Window {
  const browser = chromium.launch({ executablePath, headless: !headed, args });
  const page = browser.then((started) =>
    started.newPage({
      viewport: { width: 1400, height: 1000 },
      permissions: ["clipboard-read", "clipboard-write"],
    }),
  );
  const ended = page.then(async (opened) => {
    const log = createWriteStream(logFile, { flags: "a" });
    await opened.exposeFunction("codeAutomationLog", (type: string, said: unknown[]) => {
      log.write(`${type}: ${format(...said)}\n`);
    });
    const code = new Promise<number>((resolve, reject) => {
      opened.on("close", () => reject(new Error("The browser's page was closed.")));
      opened
        .exposeFunction("codeAutomationExit", resolve)
        .then(() => opened.goto(url, { timeout: 0 }), reject);
    });
    return code.finally(async () => (await browser).close());
  });
  return { page, ended };
}
