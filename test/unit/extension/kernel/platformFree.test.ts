/** The part of the kernel that every platform shares, where nothing of Node.js is. */
import assert from "node:assert/strict";
import path from "node:path";
import vm from "node:vm";
import { build, type Metafile } from "esbuild";
import { setLanguage } from "../../../../extension/kernel/protocol/messages.ts";
import { sharedInts, type FromThread } from "../../../../extension/kernel/protocol/threadProtocol.ts";
import { transformCell } from "../../../../extension/kernel/transform/transformCell.ts";

const kernel = path.resolve("extension/kernel");

/** All that a kernel is made of but its ports, as a browser would load it. */
async function bundle(contents: string): Promise<{ code: string; metafile: Metafile }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: kernel, loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "iife",
    globalName: "kernel",
    target: "es2023",
    external: ["typescript"],
    logLevel: "silent",
  });
  return { code: outputFiles[0]?.text ?? "", metafile };
}

const shared = `
  export { Control } from "./control/control.ts";
  export { answerTransform } from "./transform/answerTransform.ts";
`;
const cells = `
  export { CellThread } from "./cell/cellThread.ts";
  export { setValueInspection } from "./display/inspect/valueInspection.ts";
`;

describe("The kernel without its ports", function () {
  this.timeout(60_000);

  it("imports nothing of Node.js", async () => {
    const { metafile } = await bundle(shared + cells);
    const inputs = Object.keys(metafile.inputs);
    assert.ok(inputs.length > 50, inputs.join("\n"));
    for (const [file, { imports }] of Object.entries(metafile.inputs)) {
      const foreign = imports.filter((one) => one.external === true && one.path !== "typescript");
      assert.deepEqual(foreign, [], file);
      assert.doesNotMatch(file, /kernel\/(?:node|host)\//);
    }
  });

  it("is refused when a module of Node.js is among it", async () => {
    await assert.rejects(bundle('export { fileOf } from "./node/modules/moduleRules.ts";'), /node:/);
  });

  it("runs cells where there is neither process nor require", async () => {
    const { code } = await bundle(cells);
    const posted: FromThread[] = [];
    const waiting: (() => void)[] = [];
    const post = (message: FromThread): void => {
      posted.push(structuredClone(message));
      for (const look of waiting) look();
    };
    const globals = { atob, btoa, performance, setTimeout, clearTimeout, TextEncoder, post };
    const context = vm.createContext({ ...globals });
    vm.runInContext(
      `${code}
      const types = new Proxy({}, {
        get: (_, name) => (value) => Object.prototype.toString.call(value) === "[object " + name.slice(2) + "]",
      });
      kernel.setValueInspection({
        inspect: (value) => typeof value === "object" ? JSON.stringify(value) : String(value),
        types,
        maxStringLength: 2 ** 29,
      });
      const platform = {
        options: { cwd: "/", notebook: null, language: "en" },
        ints: new Int32Array(${sharedInts}),
        post,
        version: "a browser",
        loadEngine: async () => ({ setHost() {}, answer: 42 }),
        hidden: [],
        modules: () => ({
          load: async () => ({ answer: 42 }),
          explain: () => null,
          hasOnlyTypes: () => false,
          meta: () => ({}),
          moveTo() {},
          catchUp() {},
        }),
        runStorage: null,
        heap: null,
        console: { install() {}, closeGroups() {} },
        inspector: null,
        compile: (text, url) => (0, eval)(text + "\\n//# sourceURL=" + url),
        fileUrl: (file) => "file://" + file,
        pathOf: (url) => url.slice("file://".length),
        storeText: null,
        overflowFile: () => null,
      };
      globalThis.thread = new kernel.CellThread(platform);`,
      context,
    );
    const { thread } = context as unknown as { thread: { receive(message: unknown): void } };
    const until = <Type extends FromThread["type"]>(
      type: Type,
      run?: number,
    ): Promise<Extract<FromThread, { type: Type }>> =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = posted.find((one) => one.type === type && (!("run" in one) || one.run === run));
          if (found) resolve(found as Extract<FromThread, { type: Type }>);
        };
        waiting.push(look);
        look();
      });
    const above: { cell: string; names: string[] }[] = [];
    const run = async (id: number, text: string): Promise<Extract<FromThread, { type: "done" }>> => {
      const url = `gradbook-cell:${id}`;
      const cell = `cell-${id}`;
      thread.receive({
        ...{ type: "run", run: id, cell, execution: id, url, text, path: null },
        ...{ above: above.map((one) => one.cell), below: [] },
        transformed: transformCell(text, url, above),
      });
      const done = await until("done", id);
      above.push({ cell, names: done.names });
      return done;
    };
    setLanguage("en");
    const first = await run(1, 'import { answer } from "gradbook";\nlet x: number[] = [answer];\nx');
    assert.equal(first.error, null);
    assert.deepEqual(first.names, ["answer", "x"]);
    const shown = posted.flatMap((one) =>
      one.type === "output" && one.output.type === "display" ? [one.output.data["text/plain"]] : [],
    );
    assert.deepEqual(shown, ["[42]"]);
    const second = await run(2, "x.push(1);\nawait null;\nnull.f");
    assert.deepEqual([second.error?.name, second.error?.line], ["TypeError", 3]);
    thread.receive({ type: "variables", request: 1, cells: ["cell-1", "cell-2"] });
    const { variables } = await until("variables");
    assert.deepEqual(
      variables.map(({ name }) => name),
      ["x"],
    );
  });
});
