import { spawn } from "node:child_process";
import { root } from "./places.mjs";

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, quiet?: boolean, shell?: boolean }} [options]
 *   `onLine` is given each line of standard output, which is printed as well; `quiet` prints only when the
 *   program fails
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export async function run(program, args, options = {}) {
  const { cwd = root, env = process.env, onLine, quiet = false, shell = false } = options;
  const piped = quiet || onLine !== undefined;
  const child = spawn(program, args, {
    cwd,
    env,
    shell,
    stdio: piped ? ["ignore", "pipe", "pipe"] : "inherit",
  });
  const kept = [];
  let rest = "";
  const take = (stream) => (chunk) => {
    if (quiet) kept.push(chunk);
    else stream.write(chunk);
  };
  child.stdout?.on("data", take(process.stdout));
  child.stderr?.on("data", take(process.stderr));
  child.stdout?.setEncoding("utf8").on("data", (chunk) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) onLine?.(line);
  });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? 1));
  });
  if (rest !== "") onLine?.(rest);
  if (quiet && code !== 0) for (const chunk of kept) process.stderr.write(chunk);
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
