/**
 * The build: `node esbuild.mjs [--production] [--watch] [--no-types]`.
 *
 * Type-checks everything into `out/` (what the tests run) and writes the extension into `dist/` (what the
 * package holds). `--production` minifies and leaves out source maps; `--no-types` leaves out the compiler.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, context } from "esbuild";
import { bundles } from "./scripts/build/bundles.mjs";
import { compile } from "./scripts/build/compiler.mjs";
import { writeDeclarations } from "./scripts/build/declarations.mjs";
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

async function buildKernels() {
  const script = path.join(root, "engine", "kernels", "build.mjs");
  if (!existsSync(script)) return console.warn("engine/kernels/build.mjs is missing: no kernels.wasm");
  const kernels = await import(script);
  await kernels.buildKernels({ outDir: dist, production: options.production });
  // The tests run the engine from out/, where it looks for the kernels beside itself too.
  const beside = path.join(root, "out", "engine");
  mkdirSync(beside, { recursive: true });
  for (const name of readdirSync(dist)) {
    if (name.endsWith(".wasm")) copyFileSync(path.join(dist, name), path.join(beside, name));
  }
}

const present = bundles(root, options.production).filter(({ entryPoints }) => {
  const source = String(Object(entryPoints)[0]);
  if (existsSync(path.join(root, source))) return true;
  console.warn(`${source} is missing: not bundled`);
  return false;
});

/** Grammar and editing rules of the cells' language, which package.json names in dist/. */
function copyLanguage() {
  const from = path.join(root, "extension", "language");
  for (const name of readdirSync(from)) {
    if (name.endsWith(".json")) copyFileSync(path.join(from, name), path.join(dist, name));
  }
}

async function buildOnce() {
  const started = performance.now();
  /** @type {Promise<unknown>[]} */
  const steps = [buildKernels(), buildVendored(root), ...present.map((bundle) => build(bundle))];
  if (!options["no-types"]) steps.push(compile(root).then(typesOf));
  const results = await Promise.allSettled(steps);
  const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  for (const reason of failures) {
    // esbuild has printed its own errors.
    if (!("errors" in Object(reason))) console.error(reason instanceof Error ? reason.message : reason);
  }
  if (options.production) removeSourceMaps();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(failures.length > 0 ? `Build failed after ${seconds} s` : `Built in ${seconds} s`);
  if (failures.length > 0) process.exitCode = 1;
}

function typesOf(ok) {
  if (existsSync(path.join(root, "out", "engine", "node.d.ts"))) writeDeclarations(root);
  if (!ok) throw new Error("The type check failed.");
}

function removeSourceMaps() {
  for (const name of readdirSync(dist)) if (name.endsWith(".map")) rmSync(path.join(dist, name));
}

async function watch() {
  await Promise.all([buildKernels(), buildVendored(root)]);
  await Promise.all(present.map(async (bundle) => (await context({ ...bundle, logLevel: "info" })).watch()));
  await compile(root, ["--watch", "--preserveWatchOutput"]);
}

mkdirSync(dist, { recursive: true });
copyLanguage();
await (options.watch ? watch() : buildOnce());
