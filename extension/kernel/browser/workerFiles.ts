/** A cell thread's way to files: it asks the program around, which knows the workspace. */
import type { Files } from "../../../engine/data/files.ts";
import { say } from "../protocol/messages.ts";
import { folderUrl } from "./browserModules.ts";
import type { FromCells, Question, ToCells } from "./workerProtocol.ts";

interface Waiting {
  resolve(bytes: Uint8Array | null): void;
  reject(error: Error): void;
}

export class Answers {
  readonly #post: (message: FromCells) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(post: (message: FromCells) => void) {
    this.#post = post;
  }

  ask(question: Question): Promise<Uint8Array | null> {
    return new Promise((resolve, reject) => {
      const id = ++this.#last;
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: "ask", id, question });
    });
  }

  take(message: Extract<ToCells, { type: "answer" | "refused" }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === "answer") waiting?.resolve(message.bytes);
    else waiting?.reject(new Error(message.message));
  }
}

/**
 * Files as the engine reads them.
 * @param cwd the folder that relative paths mean
 * @param atOnce shipped files that somebody may want without waiting
 */
export function workerFiles(
  answers: Answers,
  cwd: () => string,
  atOnce: Readonly<Record<string, Uint8Array>>,
): Files {
  const urlOf = (path: string): string => new URL(encodePath(path), folderUrl(cwd())).href;
  return {
    async read(path) {
      const bytes = await answers.ask({ what: "read", url: urlOf(path) });
      if (!bytes)
        throw new Error(say("There is no file {0} (looked for {1}).", path, decodeURI(urlOf(path))));
      return bytes;
    },
    async write(path, bytes) {
      await answers.ask({ what: "write", url: urlOf(path), bytes });
    },
    async bundled(name) {
      const bytes = await answers.ask({ what: "bundled", name });
      if (!bytes) throw new Error(say("{0} does not come with this Gradbook.", name));
      return bytes;
    },
    gunzip,
    // What lies in the workspace can only be waited for: as if it were not there.
    readNow: (name, { bundled }) => (bundled ? (atOnce[name] ?? null) : null),
  };
}

/** A path, not a URL: what would mean something in a URL means itself. */
function encodePath(given: string | URL): string {
  // URLs are taken, too, whatever the types say.
  const path = given.toString();
  return /^[a-z][\w+.-]+:/.test(path) ? path : encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}

export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
