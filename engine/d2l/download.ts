/** The book's catalogue of data sets. Nothing is downloaded here: what it names must lie in a folder. */
import { files } from "../data/files.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";

/**
 * Where the book's data sets can be had.
 * @example d2l.DATA_URL + "houses.csv"
 */
export const DATA_URL = "http://d2l-data.s3-accelerate.amazonaws.com/";

/**
 * Address and SHA-1 of each data set, by its name; chapters put in what they need.
 * @example d2l.DATA_HUB["houses"] = [d2l.DATA_URL + "houses.csv", ""];
 */
export const DATA_HUB: Record<string, readonly [url: string, sha1: string]> = {};

/** Where the files are looked for. */
export interface DownloadOptions {
  /** Default `../data`, as in the book. */
  cacheDir?: string;
}

/**
 * The path of a file of the catalogue.
 * @throws {Error} when it does not lie in the folder, saying where it is to be had
 * @example const table = await pandas.readCsv(await d2l.download("kaggle_house_train"));
 */
export async function download(name: string, options: DownloadOptions = {}): Promise<string> {
  checkOptions("download", options, { cacheDir: 1 });
  const { cacheDir = "../data" } = options;
  if (!Object.hasOwn(DATA_HUB, name)) {
    const known = Object.keys(DATA_HUB).join(", ");
    throw new Error(
      known === ""
        ? say`download: "${name}" is not in DATA_HUB, which is empty.`
        : say`download: "${name}" is not in DATA_HUB; there are ${known}.`,
    );
  }
  const [url] = DATA_HUB[name];
  const path = `${cacheDir}/${url.slice(url.lastIndexOf("/") + 1)}`;
  try {
    await files().read(path);
  } catch (error) {
    throw new Error(
      say`download: there is no network here. Open ${url} in a browser, save the file as ${path} (from the
        notebook's folder), and run the cell again.`,
      { cause: error },
    );
  }
  return path;
}

/**
 * The folder of an archive of the catalogue that you have unpacked.
 * @throws {Error} when the archive does not lie in the folder
 * @example const folder = await d2l.downloadExtract("tiny");
 */
export async function downloadExtract(name: string, folder?: string): Promise<string> {
  const path = await download(name);
  const base = path.slice(0, path.lastIndexOf("/"));
  return folder === undefined ? path.replace(/\.(?:zip|tar|tar\.gz|tgz)$/, "") : `${base}/${folder}`;
}

/** Looks for everything in the catalogue.
 * @throws {Error} at the first that is not there
 * @example await d2l.downloadAll(); */
export async function downloadAll(): Promise<void> {
  for (const name of Object.keys(DATA_HUB)) await download(name);
}
