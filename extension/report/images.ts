/** Pictures that a notebook's text shows from files of its own, as data in the page. */
import { markdownHtml } from "./markdownHtml.ts";

/** Reads a file by its address relative to the notebook; null where there is none. */
export type ReadFile = (address: string) => Promise<Uint8Array | null>;

const types: Readonly<Record<string, string>> = {
  apng: "image/apng",
  avif: "image/avif",
  bmp: "image/bmp",
  gif: "image/gif",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  webp: "image/webp",
};

/** As an `img` shows it, no script in a picture runs. */
const pictureData = /^data:image\/[\w.+-]+[;,]/i;

/** Data URLs of all pictures in `texts` that can be read, by their addresses as written. */
export async function picturesIn(
  texts: readonly string[],
  read: ReadFile,
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set<string>();
  for (const text of texts) {
    markdownHtml(text, (source) => {
      wanted.add(source);
      return null;
    });
  }
  const pictures = new Map<string, string>();
  for (const source of wanted) {
    if (pictureData.test(source)) pictures.set(source, source);
    const address = fileAddress(source);
    const type = types[/\.(\w+)$/.exec(address ?? "")?.[1]?.toLowerCase() ?? ""];
    if (address === null || type === undefined) continue;
    const bytes = await read(address);
    if (bytes) pictures.set(source, `data:${type};base64,${Buffer.from(bytes).toString("base64")}`);
  }
  return pictures;
}

/** A path relative to the notebook; null for what is elsewhere, such as on the web. */
function fileAddress(source: string): string | null {
  if (/^(?:[a-z][a-z\d+.-]*:|\/|\\|#)/i.test(source)) return null;
  try {
    return decodeURIComponent(source.replace(/[?#].*$/, ""));
  } catch {
    return null;
  }
}
