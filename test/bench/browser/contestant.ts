/**
 * A contestant of the child process in harness/child.ts that computes in a worker of a real Chromium: this process
 * only asks it, and takes the worker's own clock.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { launch } from "../../unit/renderer/page/notebookPage.ts";
import type { Contestant } from "../harness/child.ts";
import type { FromWorker, ToWorker } from "./workerProtocol.ts";
import type { StepTask } from "../harness/tasks.ts";

/** What the page's script leaves on `window`. */
interface Asked {
  ask: (question: ToWorker) => Promise<FromWorker>;
  bytesOf: (text: string) => Uint8Array;
}

const pageScript = `
const worker = new Worker(URL.createObjectURL(new Blob([document.getElementById("worker").textContent], { type: "text/javascript" })));
window.ask = (question) => new Promise((resolve, reject) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage(question);
});
window.bytesOf = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));`;

/** @param options `entry`, the worker's source file; `threads`, as a number: with more than one the page is isolated */
export async function open(options: Record<string, string>): Promise<Contestant> {
  const threads = Number(options["threads"] ?? 1);
  const page = await openPage(await bundled(options["entry"] ?? ""), threads > 1);
  const dist = (name: string): Buffer => readFileSync(path.resolve("dist", name));
  const kernels = ["kernels.relaxed.wasm", "kernels.wasm"].map((name) => dist(name).toString("base64"));
  const compute = dist("browserKernel.js").toString();
  const opened = await page.evaluate(
    ([texts, script, count]) => {
      const { ask, bytesOf } = window as unknown as Asked;
      return ask({ do: "open", kernels: texts.map(bytesOf), compute: script, threads: count });
    },
    [kernels, compute, threads] as const,
  );
  return {
    hello: checked(opened, "opened").hello,
    async prepare(task, { file, arrays }) {
      const bytes = readFileSync(file).toString("base64");
      const prepared = await page.evaluate(
        ([what, text, places]) => {
          const { ask, bytesOf } = window as unknown as Asked;
          return ask({ do: "prepare", task: what, bytes: bytesOf(text), arrays: places });
        },
        [task as StepTask, bytes, arrays] as const,
      );
      checked(prepared, "prepared");
      const ask = (question: ToWorker): Promise<FromWorker> =>
        page.evaluate((asked) => (window as unknown as Asked).ask(asked), question);
      let seconds = NaN;
      return {
        run: async (count) => {
          ({ seconds } = checked(await ask({ do: "run", count }), "ran"));
        },
        seconds: () => seconds,
        result: async () => checked(await ask({ do: "result" }), "result").values,
      };
    },
  };
}

function checked<T extends FromWorker["type"]>(
  answer: FromWorker,
  type: T,
): Extract<FromWorker, { type: T }> {
  if (answer.type === "error") throw new Error(answer.message);
  if (answer.type !== type) throw new Error(`The worker said "${answer.type}" instead of "${type}".`);
  return answer as Extract<FromWorker, { type: T }>;
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    ...{ bundle: true, write: false, minify: true },
    ...{ platform: "browser", format: "iife", target: "es2023", logLevel: "error" },
  });
  return outputFiles[0]?.text ?? "";
}

async function openPage(script: string, isolated: boolean): Promise<Page> {
  // Ends with this process: whoever launches it sees to that.
  const browser = await launch();
  const page = await browser.newPage();
  const body = `<!doctype html><meta charset="utf-8"><script id="worker" type="text/plain">${script.replaceAll("</script", "<\\/script")}</script><script>${pageScript}</script>`;
  const headers = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
  };
  await page.route("https://gradbook.invalid/**", (route) =>
    route.fulfill({ contentType: "text/html", body, ...(isolated && { headers }) }),
  );
  await page.goto("https://gradbook.invalid/");
  return page;
}
