import { readFileSync } from "node:fs";
import { build } from "esbuild";

const begin = "var Plotly = (() => {\n";
const end = "  return require_index();\n})();";
/** The kinds of chart, beside lines and markers that Plotly's core draws itself. */
const kinds = /Plotly\.register\(\[\n\s*\/\/ traces\n([^\]]*)\]\);/;
/** Of our own charts: lines and markers in WebGL. */
const ours = "require_scattergl2";
/** What is drawn on a map, which comes by the network, and calendars of the world that only dates in them need. */
const ofNetwork = /^require_(?:scattermap|choroplethmap|densitymap|scattergeo|choropleth|calendars)\d$/;
const declared = /^ {2}var (require_\w+) = __commonJS\(\{\n[^]*?\n {2}\}\);/gm;
const otherwiseMade = "plotly.js is not put together as it was: see scripts/build/plotlyParts.mjs";

/**
 * Plotly's modules as they stand in one function; on the top level, and known to have no effect by themselves, those
 * that nobody needs are left out.
 */
function modulesIn(path) {
  const text = readFileSync(path, "utf8");
  const [from, to] = [text.indexOf(begin), text.lastIndexOf(end)];
  const modules = text.slice(from + begin.length, to);
  const all = [...(kinds.exec(modules)?.[1] ?? "").matchAll(/require_\w+/g)].map(([name]) => name);
  if (from < 0 || to < 0 || !all.includes(ours)) throw new Error(otherwiseMade);
  const more = all.filter((name) => !ofNetwork.test(name) && name !== ours);
  const unused = (source) => source.replaceAll(/ = __(commonJS|esm)\(/g, " = /* @__PURE__ */ __$1(");
  const small = modules.replace(kinds, `Plotly.register([${ours}()]);`);
  return { small, more, unused };
}

/** `contents` with all that it comes to, and nothing else. */
async function reduced(contents) {
  const { outputFiles } = await build({
    stdin: { contents },
    bundle: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0].text;
}

/**
 * What the other kinds of chart are made of. Modules that the small Plotly has are taken from it, when it is handed over:
 * `export default (plotly) => void`.
 */
async function othersIn({ small, more, unused }) {
  const kept = await reduced(`${unused(small)}\nexport default require_index();`);
  const known = new Set([...kept.matchAll(/^var (require_\w+) = /gm)].map(([, name]) => name));
  if (known.size < 100) throw new Error(otherwiseMade);
  const others = small.replaceAll(declared, (module, name) =>
    known.has(name) ? `  var ${name} = () => shared.${name}();` : module,
  );
  const contents = `let shared;\n${unused(others)}
export default ({ default: plotly, modules }) => {
  shared = modules;
  plotly.register([${more.map((name) => `${name}()`).join(", ")}]);
};`;
  const wanted = new Set(
    [...(await reduced(contents)).matchAll(/\bshared\.(require_\w+)/g)].map(([, name]) => name),
  );
  return { contents, wanted: [...wanted].sort() };
}

/** Both are made of the same text, and of each other. */
let made = null;
const madeFrom = (path) =>
  (made ??= (async () => {
    const parts = modulesIn(path);
    return { ...parts, others: await othersIn(parts) };
  })());

const plugin = (name, contentsOf) => ({
  name,
  setup(builder) {
    builder.onLoad({ filter: /[\\/]plotly\.js-dist[\\/]plotly\.js$/ }, async ({ path }) => {
      try {
        return { contents: contentsOf(await madeFrom(path)) };
      } catch (error) {
        return { errors: [{ text: error instanceof Error ? error.message : String(error) }] };
      }
    });
  },
});

/**
 * An esbuild plugin that takes those parts of Plotly which our charts need: lines and markers, in SVG and in WebGL. All
 * that its distribution registers would be four times as much to load, to evaluate, and to put into each report. What
 * {@link morePlotlyParts} are made on is exported beside it.
 */
export const plotlyParts = plugin(
  "plotly-parts-2",
  ({ small, unused, others }) =>
    `${unused(small)}\nexport default require_index();\nexport const modules = { ${others.wanted.join(", ")} };`,
);

/** An esbuild plugin that takes all other kinds of chart but maps: bars, surfaces, networks and so on. */
export const morePlotlyParts = plugin("more-plotly-parts", ({ others }) => others.contents);
