import { AsyncLocalStorage } from "node:async_hooks";
import { spawn } from "node:child_process";
import { root } from "./places.mjs";

/** What is printed by the work under way, kept until it ends: two at once do not mix. @type {AsyncLocalStorage<Buffer[]>} */
const kept = new AsyncLocalStorage();

/**
 * Does `work` and prints at its end what it, and the programs that it ran, said.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inOnePiece(work) {
  /** @type {Buffer[]} */
  const said = [];
  try {
    return await kept.run(said, work);
  } finally {
    process.stdout.write(Buffer.concat(said));
  }
}

/** @param {string} line printed, or kept with what the work under way says */
export function print(line) {
  const said = kept.getStore();
  if (said) said.push(Buffer.from(`${line}\n`));
  else console.log(line);
}

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean }} [options]
 *   `quiet` prints what the program says only when it fails
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export async function run(program, args, options = {}) {
  const { cwd = root, env = process.env, quiet = false, shell = false } = options;
  const whole = kept.getStore();
  /** @type {import("node:child_process").StdioOptions} */
  const stdio = quiet || whole ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
  const child = spawn(program, args, { cwd, env, shell, stdio });
  /** @type {Buffer[]} */
  const said = [];
  child.stdout?.on("data", (chunk) => said.push(chunk));
  child.stderr?.on("data", (chunk) => said.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 1));
  });
  if (code === 0 && quiet) return code;
  if (whole) whole.push(...said);
  else for (const chunk of said) process.stderr.write(chunk);
  return code;
}

/**
 * Runs npm with our settings: no install scripts, no messages but errors.
 *
 * @param {string[]} args
 * @param {string} cwd the package
 */
export async function npm(args, cwd) {
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  // Started by npm, we know which npm that was; started by hand, it is the one on the path.
  const script = process.env.npm_execpath;
  const byScript = script !== undefined && /\.c?js$/.test(script);
  const code = byScript
    ? await run(process.execPath, [script, ...args, ...options], { cwd, quiet: true })
    : await run("npm", [...args, ...options], { cwd, quiet: true, shell: process.platform === "win32" });
  if (code !== 0) throw new Error(`npm ${args.join(" ")} failed in ${cwd}: see the lines above.`);
}
