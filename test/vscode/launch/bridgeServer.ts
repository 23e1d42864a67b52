import { createServer, type IncomingMessage } from "node:http";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Frame, Page } from "playwright-core";
import type { BridgeRequest, Place } from "../bridge.ts";
import type { Tally } from "./tally.ts";

/** Answers the suites' requests on 127.0.0.1 until `close` is called. */
export interface BridgeServer {
  close(): void;
}

/** @param page resolves once the window is there; requests that need it wait */
export async function startBridge(
  port: number,
  page: Promise<Page>,
  tally: Tally,
  screenshots: string,
): Promise<BridgeServer> {
  mkdirSync(screenshots, { recursive: true });
  const server = createServer((request, response) => {
    void (async () => {
      // Also a server of modules, each of which tells by which path it was asked for.
      if (request.method === "GET") {
        const head = { "content-type": "text/javascript", "access-control-allow-origin": "*" };
        response.writeHead(200, head).end(`export const asked = ${JSON.stringify(request.url)};`);
        return;
      }
      try {
        const answer = await handle((await bodyOf(request)) as BridgeRequest, page, tally, screenshots);
        // Suites that run in the browser come from another origin.
        const head = { "content-type": "application/json", "access-control-allow-origin": "*" };
        response.writeHead(200, head).end(JSON.stringify(answer ?? null));
      } catch (error) {
        response
          .writeHead(500, { "access-control-allow-origin": "*" })
          .end(error instanceof Error ? error.message : String(error));
      }
    })();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return { close: () => void server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
  return JSON.parse(text);
}

async function handle(request: BridgeRequest, window: Promise<Page>, tally: Tally, screenshots: string) {
  if (request.type === "print") return console.log(request.text);
  if (request.type === "result") return tally.add(request);
  const page = await window;
  switch (request.type) {
    case "evaluate": {
      const call = `(${request.script})(${JSON.stringify(request.argument) ?? "undefined"})`;
      return Promise.all(framesAt(page, request.place).map((frame) => frame.evaluate(call)));
    }
    case "press":
      return page.keyboard.press(request.key);
    case "type":
      return page.keyboard.type(request.text);
    case "click":
      return (await visible(page, request.place, request.selector)).click();
    case "hover":
      return (await visible(page, request.place, request.selector)).hover();
    case "drag": {
      const match = await visible(page, request.place, request.selector);
      await match.scrollIntoViewIfNeeded();
      const box = await match.boundingBox();
      if (!box) throw new Error(`${request.selector} has no place in the window.`);
      const x = (share: number): number => box.x + share * box.width;
      const y = box.y + box.height / 2;
      await page.mouse.move(x(request.from), y);
      await page.mouse.down();
      await page.mouse.move(x(request.to), y, { steps: 8 });
      return page.mouse.up();
    }
    case "resize":
      return page.setViewportSize({ width: request.width, height: request.height });
    case "screenshot": {
      const file = path.join(screenshots, `${request.name}.png`);
      const { of } = request;
      // In CI people look at those of what failed alone, and every other takes its time.
      if (process.env["CI"] === "true" && !/\bfailed\b/.test(request.name)) return file;
      const options = { path: file, animations: "disabled" } as const;
      if (of === undefined) await page.screenshot({ path: file });
      else await (await visible(page, "workbench", of)).screenshot(options);
      return file;
    }
  }
}

/** VS Code draws outputs in a document two frames deep, which it calls fake.html. */
function framesAt(page: Page, place: Place): Frame[] {
  if (place === "workbench") return [page.mainFrame()];
  return page.frames().filter((frame) => frame.url().includes("fake.html"));
}

async function visible(page: Page, place: Place, selector: string) {
  for (const frame of framesAt(page, place)) {
    const match = frame.locator(selector).filter({ visible: true }).first();
    if ((await match.count()) > 0) return match;
  }
  throw new Error(`Nothing visible in the ${place} matches ${selector}.`);
}
