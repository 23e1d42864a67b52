/**
 * The build: `node esbuild.mjs [--production] [--watch] [--no-types]`.
 *
 * Type-checks everything into `out/` (what the tests run) and writes the extension into `dist/` (what the
 * package holds). `--production` minifies and leaves out source maps; `--no-types` leaves out the compiler.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, context } from "esbuild";
import { bundles } from "./scripts/build/bundles.mjs";
import { compile } from "./scripts/build/compiler.mjs";
import { writeDeclarations } from "./scripts/build/declarations.mjs";
import { writeLibraries } from "./scripts/build/libraries.mjs";
import { writeNotices } from "./scripts/build/notices.mjs";
import { pruneCompiled } from "./scripts/build/prune.mjs";
import { buildVendored } from "./scripts/build/vendored.mjs";

const root = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const { values: options } = parseArgs({
  options: {
    "production": { type: "boolean", default: false },
    "watch": { type: "boolean", default: false },
    "no-types": { type: "boolean", default: false },
  },
});
const dist = path.join(root, "dist");

/** Named by a variable: the compiler would take AssemblyScript's global types for ours. */
async function compileKernels() {
  const script = new URL("engine/kernels/build.mjs", import.meta.url).href;
  const { buildKernels } = await import(script);
  await buildKernels({ outDir: dist, production: options.production });
}

/** Grammar and editing rules of the cells' language, which package.json names in dist/. */
function copyLanguage() {
  const from = path.join(root, "extension", "language");
  for (const name of readdirSync(from)) {
    if (name.endsWith(".json")) copyFileSync(path.join(from, name), path.join(dist, name));
  }
}

/** What assistants read: how notebooks are written, and how near the engine is to PyTorch. */
function copyForAssistants() {
  const skill = path.join("assistant", "gradbook-notebooks");
  cpSync(path.join(root, "extension", skill), path.join(dist, skill), { recursive: true });
  copyFileSync(path.join(root, "docs", "parity.md"), path.join(dist, "parity.md"));
}

async function buildOnce() {
  const started = performance.now();
  const built = bundles(root, options.production).map((bundle) => build({ ...bundle, metafile: true }));
  /** @type {Promise<unknown>[]} */
  const steps = [compileKernels(), buildVendored(root), ...built];
  if (!options["no-types"]) steps.push(compile(root).then(afterCompiling));
  const results = await Promise.allSettled(steps);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  for (const reason of failures) {
    // esbuild has printed its own errors.
    if (!("errors" in Object(reason))) console.error(reason instanceof Error ? reason.message : reason);
  }
  if (failures.length === 0) {
    const metafiles = (await Promise.all(built)).map(({ metafile }) => metafile);
    writeNotices(root, metafiles, ["typescript", "plotly.js-dist"]);
  }
  if (options.production) removeSourceMaps();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(failures.length > 0 ? `Build failed after ${seconds} s` : `Built in ${seconds} s`);
  if (failures.length > 0) process.exitCode = 1;
}

function afterCompiling(ok) {
  if (!ok) throw new Error("The type check failed.");
  pruneCompiled(root);
  writeDeclarations(root);
}

function removeSourceMaps() {
  for (const name of readdirSync(dist)) if (name.endsWith(".map")) rmSync(path.join(dist, name));
}

async function watch() {
  await Promise.all([compileKernels(), buildVendored(root)]);
  await Promise.all(
    bundles(root, false).map(async (bundle) => (await context({ ...bundle, logLevel: "info" })).watch()),
  );
  await compile(root, ["--watch", "--preserveWatchOutput"]);
}

mkdirSync(dist, { recursive: true });
copyLanguage();
copyForAssistants();
writeLibraries(root);
await (options.watch ? watch() : buildOnce());
