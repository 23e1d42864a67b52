/** What is shipped keeps the names that people see. */
import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { plotlyKinds } from "../../../engine/payload/plotly/figure.ts";

interface Parts {
  plotlyParts: Plugin;
  morePlotlyParts: Plugin;
}
const { plotlyParts, morePlotlyParts } = (await import(
  pathToFileURL(path.resolve("scripts/build/plotlyParts.mjs")).href
)) as Parts;

const script = pathToFileURL(path.resolve("scripts/build/bundles.mjs")).href;
const { bundles } = (await import(script)) as {
  bundles: (root: string, production: boolean) => BuildOptions[];
};

/** Names of private fields and methods in a bundle. */
async function privateNames(name: string, production: boolean): Promise<Set<string>> {
  const options = bundles(process.cwd(), production).find(({ outfile }) => outfile?.endsWith(`/${name}`));
  assert.ok(options, name);
  const { outputFiles } = await build({ ...options, write: false, sourcemap: false, logLevel: "silent" });
  return new Set(outputFiles?.[0]?.text.match(/(?<=\.)#[\w$]+/g));
}

describe("A shipped bundle of what cells can hold", function () {
  this.timeout(120_000);

  for (const name of ["engine.js", "cellThread.js"]) {
    it(`has the names of its private fields, which a debugger shows: ${name}`, async () => {
      const written = await privateNames(name, false);
      assert.ok(written.size > 10);
      const strange = [...(await privateNames(name, true))].filter((field) => !written.has(field));
      assert.deepEqual(strange, []);
    });
  }
});

describe("The shipped Plotly", function () {
  this.timeout(120_000);

  async function built(plugin: Plugin): Promise<string> {
    const { outputFiles } = await build({
      entryPoints: ["plotly.js-dist"],
      plugins: [plugin],
      bundle: true,
      format: "esm",
      minify: true,
      write: false,
    });
    return outputFiles[0]?.text ?? "";
  }
  const kindsIn = (text: string): string[] =>
    [...new Set(text.match(/(?<=src\/traces\/)\w+(?=\/index)/g))].sort();

  it("has what our charts need, and no other kind of chart", async () => {
    const text = await built(plotlyParts);
    assert.deepEqual(kindsIn(text), ["scatter", "scattergl"]);
    assert.ok(text.length < 1_600_000, `${text.length} characters`);
  });

  it("has all other kinds but maps in a file of its own, which takes from it what both need", async () => {
    const text = await built(morePlotlyParts);
    const drawn = plotlyKinds.filter((kind) => !["scatter", "scattergl"].includes(kind));
    assert.deepEqual(kindsIn(text), [...drawn].sort());
    assert.doesNotMatch(text, /maplibre|openstreetmap|topojson-client/);
    assert.ok(text.length < 1_600_000, `${text.length} characters`);
  });
});
