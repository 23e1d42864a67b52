/** Imports go one way: no file needs, when it is loaded, one that needs it. Types alone may name each other. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { build } from "esbuild";

const tops = ["engine", "extension", "renderer", "scripts", "test"];
/** Folders of AssemblyScript, of fixtures, and of packages of their own. */
const foreign =
  /^(?:engine\/kernels|test\/fixtures|test\/bench\/peers|extension\/language\/types)\/|\.d\.ts$/;

type Imports = ReadonlyMap<string, readonly string[]>;

/** What each file imports as it starts, as esbuild sees it: types are gone, and what is imported later is later. */
async function imports(): Promise<Imports> {
  const files = tops
    .flatMap((top) => readdirSync(top, { recursive: true, encoding: "utf8" }).map((name) => `${top}/${name}`))
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.(?:ts|mjs)$/.test(name) && !foreign.test(name));
  const { metafile } = await build({
    stdin: { contents: files.map((file) => `import "./${file}";`).join("\n"), resolveDir: process.cwd() },
    ...{ bundle: true, metafile: true, write: false, platform: "node", format: "esm", packages: "external" },
    ...{ loader: { ".css": "text" }, logLevel: "silent" },
  });
  return new Map(
    Object.entries(metafile.inputs).map(([file, input]) => [
      file,
      input.imports.flatMap(({ path, kind, external }) =>
        external || kind === "dynamic-import" ? [] : [path],
      ),
    ]),
  );
}

/** Groups of files each of which reaches all others of its group (Tarjan 1972). */
function circles(graph: Imports): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const open: string[] = [];
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    open.push(file);
    let lowest = own;
    for (const next of graph.get(file) ?? []) {
      const seen = order.get(next);
      if (seen === undefined) lowest = Math.min(lowest, visit(next));
      else if (open.includes(next)) lowest = Math.min(lowest, seen);
    }
    if (lowest === own) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1 || graph.get(file)?.includes(file)) found.push(group.sort());
    }
    return lowest;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}

describe("Imports", () => {
  it("are searched for circles: those of two, of three, of one with itself", () => {
    const graph = { a: ["b", "c"], b: ["a"], c: ["d"], d: ["e"], e: ["c", "f"], f: ["f"], g: ["a", "f"] };
    assert.deepEqual(circles(new Map(Object.entries(graph))), [["f"], ["c", "d", "e"], ["a", "b"]]);
  });

  it("have no circle", async function () {
    this.timeout(60_000);
    const graph = await imports();
    assert.ok(graph.size > 500 && graph.get("engine/core/tensor.ts")?.length, `${graph.size} files`);
    assert.deepEqual(circles(graph), []);
  });
});
