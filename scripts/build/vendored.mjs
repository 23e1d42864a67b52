import { existsSync, openSync, readSync, closeSync, readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { morePlotlyParts, plotlyParts } from "./plotlyParts.mjs";
import { typescriptParts } from "./typescriptParts.mjs";

/**
 * Writes the large packages that bundles load lazily, `dist/typescript.cjs`, `dist/plotly.js` and `dist/plotlyMore.js`,
 * always minified. They change with their version and with how they are made, so the first line of each tells whether it is
 * still good.
 *
 * @param {string} root the repository
 */
export async function buildVendored(root) {
  await Promise.all([
    vendor(root, "typescript", "typescript.cjs", {
      format: "cjs",
      platform: "node",
      target: "node20",
      // The marks are comments.
      legalComments: "inline",
      plugins: [typescriptParts],
    }),
    vendor(root, "plotly.js-dist", "plotly.js", {
      format: "esm",
      platform: "browser",
      target: "es2023",
      plugins: [plotlyParts],
    }),
    vendor(root, "plotly.js-dist", "plotlyMore.js", {
      format: "esm",
      platform: "browser",
      target: "es2023",
      plugins: [morePlotlyParts],
    }),
  ]);
}

async function vendor(root, name, file, options) {
  const outfile = path.join(root, "dist", file);
  const { version } = JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8"));
  const parts = options.plugins?.map((plugin) => `, ${plugin.name}`).join("") ?? "";
  const stamp = `/*! ${name} ${version}${parts} */`;
  if (existsSync(outfile) && firstBytes(outfile, stamp.length) === stamp) return;
  await build({
    legalComments: "none",
    ...options,
    absWorkingDir: root,
    entryPoints: [name],
    outfile,
    bundle: true,
    minify: true,
    logLevel: "error",
    banner: { js: stamp },
  });
}

function firstBytes(file, count) {
  const descriptor = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(count);
    readSync(descriptor, buffer, 0, count, 0);
    return buffer.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}
