/// <reference types="node" />
/** Files through Node, for the engine's Node entry: the notebook's folder is the working directory. */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Files } from "./data/files.ts";

const unzip = promisify(gunzip);

/** The data sets lie in `examples/data`, beside `engine/` in the sources and `dist/` in the package, two up from `out/engine/`. */
function bundledUrl(name: string, from: string): URL {
  const places = ["../examples/data/", "../../examples/data/"].map((folder) => new URL(folder + name, from));
  return places.find((place) => existsSync(place)) ?? places[0];
}

/** @param from URL of the module that the engine was loaded from */
export function nodeFiles(from: string): Files {
  return {
    read: (path) => readFile(path),
    write: (path, bytes) => writeFile(path, bytes),
    bundled: (name) => readFile(bundledUrl(name, from)),
    gunzip: (bytes) => unzip(bytes),
  };
}
