/** The thread that turns TypeScript into JavaScript: the entry of `dist/transformThread.js`. */
import * as nodeModule from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { say, setLanguage as setOwnLanguage } from "./protocol/messages.ts";
import { siblingModule } from "./siblingModule.ts";
import type * as transformEntry from "./transform.entry.ts";
import type { TransformAnswer, TransformQuestion } from "./control/transforms.ts";
import type { TransformedCell } from "./transform/transformCell.ts";
import type { TransformedModule } from "./transform/transformModule.ts";

const compileCache = nodeModule as { enableCompileCache?: () => unknown; flushCompileCache?: () => void };

/** When to keep what was compiled, in milliseconds after the first text: the thread does not come to its end. */
const keepAfter = 2000;

// Since Node 22.1: TypeScript's own 9 MB are compiled once and not at each start.
compileCache.enableCompileCache?.();
const { CellSyntaxError, transformCell, transformModule, setLanguage } = (await import(
  siblingModule("transform").href
)) as typeof transformEntry;
const { language } = workerData as { language: string };
setLanguage(language);
setOwnLanguage(language);

let asked = false;

function answer(id: number, question: TransformQuestion): TransformAnswer {
  try {
    return { type: "done", id, made: transformed(question) };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof CellSyntaxError) {
      return { type: "fault", id, message, at: { line: error.line, column: error.column } };
    }
    if (error instanceof RangeError) {
      return {
        type: "fault",
        id,
        message: say("This is nested too deeply. Give parts of it names of their own."),
        at: { line: 1, column: 1 },
      };
    }
    return { type: "fault", id, message: String(error), at: null };
  }
}

function transformed(question: TransformQuestion): TransformedCell | TransformedModule {
  const { text, url } = question;
  return question.type === "cell"
    ? transformCell(text, url, question.above, question.debugged)
    : transformModule(text, url);
}

const post = (message: TransformAnswer): void => parentPort?.postMessage(message);

parentPort?.on("message", ({ id, question }: { id: number; question: TransformQuestion }) => {
  post(answer(id, question));
  if (!asked) setTimeout(() => compileCache.flushCompileCache?.(), keepAfter);
  asked = true;
});
post({ type: "loaded" });
