/** The page's kernel: its programs, kernels, files and data are parts of the page. */
import { unpackBytes, unpackText } from "../../renderer/page/packed.ts";
import { BrowserKernel } from "../kernel/browser/browserKernel.ts";
import type { KernelEvents } from "../kernel/handle/reports.ts";
import { dataPart, filePart, programPart, type LiveData } from "../report/live/liveData.ts";

/** Where the notebook seems to lie: nothing is read from there. */
const folder = "file:///notebook/";

/** Characters that one run may print: more would make the page slow. */
const outputLimit = 500_000;

export interface KernelPage {
  document: Document;
  data: LiveData;
  /** Told of each file that a cell writes, by its address relative to the notebook. */
  written: (name: string, bytes: Uint8Array) => void;
  /** Says that the page does not hold something. */
  missing: (name: string) => string;
}

export function pageKernel(
  { document, data, written, missing }: KernelPage,
  events: KernelEvents,
): BrowserKernel {
  const texts = new Map<string, Promise<string>>();
  const files = new Map<string, Uint8Array>();
  const program = (name: string): Promise<string> => {
    const text = texts.get(name) ?? unpackText(document, programPart(name));
    texts.set(name, text);
    return text;
  };
  return new BrowserKernel(
    {
      options: {
        cwd: folder,
        notebook: folder + encodeURIComponent(data.name),
        language: document.documentElement.lang,
        outputLimit,
      },
    },
    {
      closed: true,
      script: program,
      kernels: async () => {
        const relaxed = await unpackBytes(document, programPart("kernels.relaxed.wasm"));
        if (WebAssembly.validate(relaxed)) return [relaxed];
        return [await unpackBytes(document, programPart("kernels.wasm"))];
      },
      files: {
        read: async (url) => {
          const name = nameOf(url);
          if (name === null) return null;
          return (
            files.get(name) ?? (data.files.includes(name) ? unpackBytes(document, filePart(name)) : null)
          );
        },
        write: (url, bytes) => {
          const name = nameOf(url);
          if (name === null) return Promise.reject(new Error(missing(url)));
          files.set(name, bytes);
          written(name, bytes);
          return Promise.resolve();
        },
        bundled: (name) =>
          unpackBytes(document, dataPart(name)).catch(() => Promise.reject(new Error(missing(name)))),
      },
    },
    events,
  );
}

/** A file's address relative to the notebook; null for what is not below its folder. */
function nameOf(url: string): string | null {
  if (!url.startsWith(folder)) return null;
  try {
    return decodeURIComponent(url.slice(folder.length));
  } catch {
    return null;
  }
}
