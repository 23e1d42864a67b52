/**
 * VS Code loads a bundle of this module in its web extension host, and calls `run`: scripts/webSuite.mjs makes it.
 * Mocha's build for browsers wants a page; what its interface needs here is little.
 */
import type { BridgeRequest } from "../bridge.ts";
import { ask } from "../suite/browser.ts";

type Body = (this: { timeout(ms: number): void }) => unknown;

const tests: { title: string; body: Body }[] = [];
const cleanups: (() => unknown)[] = [];
let suite = "";

Object.assign(globalThis, {
  describe: (title: string, define: () => void) => {
    suite = title;
    define();
  },
  it: (title: string, body: Body) => tests.push({ title, body }),
  afterEach: (cleanup: () => unknown) => cleanups.push(cleanup),
});

export async function run(): Promise<void> {
  await import("./notebook.web.ts");
  await ask({ type: "print", text: `\n${suite}` });
  let failures = 0;
  for (const { title, body } of tests) {
    const began = performance.now();
    let error = "";
    try {
      await inTime(body);
      for (const cleanup of cleanups) await cleanup();
    } catch (thrown) {
      failures++;
      error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      await ask({ type: "screenshot", name: `failed ${title}`.replaceAll(/\W+/g, "-") });
    }
    const result = {
      outcome: error === "" ? "passed" : "failed",
      title,
      file: "web.test.js",
      error,
    } as const;
    await ask({ type: "result", ...result, ms: performance.now() - began } satisfies BridgeRequest);
  }
  if (failures > 0) throw new Error(`${failures} failed`);
}

async function inTime(body: Body): Promise<void> {
  let limit = 60_000;
  const running = Promise.resolve(body.call({ timeout: (ms) => (limit = ms) }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It did not end within ${limit} ms.`)), limit);
  });
  await Promise.race([running, late]);
  clearTimeout(timer);
}
