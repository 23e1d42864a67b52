/**
 * VS Code loads a bundle of this module in its web extension host, and calls `run`: scripts/webSuite.mjs makes it.
 * Mocha's build for browsers wants a page; what its interface needs here is little.
 */
import type { BridgeRequest } from "../bridge.ts";
import { ask } from "../suite/browser.ts";
import { desktopOnly, reasonOf } from "./desktopOnly.ts";

interface Context {
  timeout(ms: number): void;
}
type Body = (this: Context) => unknown;

interface Test {
  title: string;
  body: Body;
}

interface Suite {
  title: string;
  above: Suite | null;
  /** In their order. */
  parts: (Test | Suite)[];
  before: Body[];
  after: Body[];
  beforeEach: Body[];
  afterEach: Body[];
  limit: number;
}

/** A file of suites: its name in results, and what defines its suites. */
export type SuiteFile = [name: string, load: () => Promise<unknown>];

const emptySuite = (title: string, above: Suite | null): Suite => ({
  ...{ title, above, parts: [], before: [], after: [], beforeEach: [], afterEach: [] },
  limit: above?.limit ?? 180_000,
});

let at = emptySuite("", null);

Object.assign(globalThis, {
  describe: (title: string, define: (this: Context) => void) => {
    const suite = emptySuite(title, at);
    at.parts.push(suite);
    at = suite;
    define.call({ timeout: (ms) => (suite.limit = ms) });
    at = suite.above ?? at;
  },
  it: (title: string, body: Body) => at.parts.push({ title, body }),
  before: (body: Body) => at.before.push(body),
  after: (body: Body) => at.after.push(body),
  beforeEach: (body: Body) => at.beforeEach.push(body),
  afterEach: (body: Body) => at.afterEach.push(body),
});

export async function runSuites(files: readonly SuiteFile[]): Promise<void> {
  let failures = 0;
  const titles = new Set<string>();
  for (const [file, load] of files) {
    at = emptySuite("", null);
    await load();
    failures += await runSuite(at, file, "", titles);
  }
  // What is left out for a reason must be there to be left out.
  const names = new Set(files.map(([file]) => file.split(".").at(1) ?? ""));
  for (const { suite, title } of desktopOnly) {
    if (!names.has(suite) || [...titles].some((full) => full.includes(title))) continue;
    failures++;
    const error = "No such test is there to be left out.";
    await ask({ type: "result", outcome: "failed", title, file: null, error, ms: 0 });
  }
  if (failures > 0) throw new Error(`${failures} failed`);
}

async function runSuite(suite: Suite, file: string, above: string, titles: Set<string>): Promise<number> {
  const full = `${above} ${suite.title}`.trim();
  const name = file.split(".").at(1) ?? "";
  const left = (part: Test | Suite): string | undefined => {
    titles.add(`${full} ${part.title}`);
    return reasonOf(name, `${full} ${part.title}`.trim());
  };
  const wanted: (Test | Suite)[] = [];
  let told = false;
  const tell = async (): Promise<void> => {
    if (!told && full !== "") await ask({ type: "print", text: `\n${full}` });
    told = true;
  };
  for (const part of suite.parts) {
    const reason = left(part);
    if (reason === undefined) wanted.push(part);
    else {
      await tell();
      const title = `${part.title}: ${reason}`;
      await ask({ type: "result", outcome: "skipped", title, file, error: "", ms: 0 });
    }
  }
  if (wanted.length === 0) return 0;
  if (wanted.some((part) => "body" in part)) await tell();
  const ready = await attempt(suite, suite.before, file, `"before" of ${full}`, false);
  let failures = ready ? 0 : 1;
  for (const part of ready ? wanted : []) {
    if ("body" in part) failures += (await runTest(suite, part, file)) ? 0 : 1;
    else failures += await runSuite(part, file, full, titles);
  }
  return failures + ((await attempt(suite, suite.after, file, `"after" of ${full}`, false)) ? 0 : 1);
}

async function runTest(suite: Suite, { title, body }: Test, file: string): Promise<boolean> {
  const around: Suite[] = [];
  for (let one: Suite | null = suite; one; one = one.above) around.push(one);
  const before = around.toReversed().flatMap(({ beforeEach }) => beforeEach);
  const passed = await attempt(suite, [...before, body], file, title, true);
  const after = around.flatMap(({ afterEach }) => afterEach);
  return (await attempt(suite, after, file, `"afterEach" of ${title}`, false)) && passed;
}

/** Reports failures, and successes of what is a test. */
async function attempt(
  { limit }: Suite,
  bodies: readonly Body[],
  file: string,
  title: string,
  isTest: boolean,
): Promise<boolean> {
  const began = performance.now();
  let error = "";
  try {
    for (const body of bodies) await inTime(body, limit);
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    await ask({ type: "screenshot", name: `failed web ${title}`.replaceAll(/\W+/g, "-") });
  }
  if (error === "" && !isTest) return true;
  const outcome = error === "" ? "passed" : "failed";
  const result = { outcome, title, file, error, ms: performance.now() - began } as const;
  await ask({ type: "result", ...result } satisfies BridgeRequest);
  return error === "";
}

async function inTime(body: Body, most: number): Promise<void> {
  let limit = most;
  const began = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const look = (): void => {
      const left = limit - (performance.now() - began);
      if (left > 0) timer = setTimeout(look, Math.min(left, 1000));
      else reject(new Error(`It did not end within ${limit} ms.`));
    };
    look();
  });
  try {
    await Promise.race([Promise.resolve(body.call({ timeout: (ms) => (limit = ms) })), late]);
  } finally {
    clearTimeout(timer);
  }
}
