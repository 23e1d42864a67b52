import { readFileSync } from "node:fs";

const begin = "var Plotly = (() => {\n";
const end = "  return require_index();\n})();";
/** The kinds of chart, beside lines and markers that Plotly's core draws itself. */
const kinds = /Plotly\.register\(\[\n\s*\/\/ traces\n[^\]]*\]\);/;

/**
 * An esbuild plugin that takes those parts of Plotly which our charts need: lines and markers, in SVG and in WebGL. All
 * that its distribution registers would be four times as much to load, to evaluate, and to put into each report. Its
 * modules stand in one function; on the top level, and known to have no effect by themselves, those that nobody needs
 * are left out.
 */
export const plotlyParts = {
  name: "plotly-parts",
  setup(build) {
    build.onLoad({ filter: /[\\/]plotly\.js-dist[\\/]plotly\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const [from, to] = [text.indexOf(begin), text.lastIndexOf(end)];
      const modules = text.slice(from + begin.length, to);
      if (from < 0 || to < 0 || !kinds.test(modules)) {
        return {
          errors: [{ text: "plotly.js is not put together as it was: see scripts/build/plotlyParts.mjs" }],
        };
      }
      const needed = modules
        .replace(kinds, "Plotly.register([require_scattergl2()]);")
        .replaceAll(/ = __(commonJS|esm)\(/g, " = /* @__PURE__ */ __$1(");
      return { contents: `${needed}\nexport default require_index();` };
    });
  },
};
