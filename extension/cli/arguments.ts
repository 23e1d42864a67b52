/** The command line of the headless runner. Pure. */

export type Command =
  | { command: "run"; file: string; json: boolean }
  | { command: "help" }
  | { command: "version" }
  /** What is wrong with the command line. */
  | { command: "refuse"; reason: string };

export const usage = `Usage: gradbook run FILE [--json]

Runs the TypeScript cells of a Markdown notebook, one after the other, and stops at the first that throws.

  --json      print one JSON object for each cell
  --help      print this text
  --version   print the version

Exit status: 0 when all cells ran, 1 when one threw, 2 for bad usage or an unreadable file.
Ctrl-C stops the running cell; twice, the whole run.
`;

/** @param args what follows the program's name */
export function parseArguments(args: readonly string[]): Command {
  if (args.includes("--help") || args.includes("-h")) return { command: "help" };
  if (args.includes("--version")) return { command: "version" };
  const unknown = args.find((arg) => arg.startsWith("-") && arg !== "--json");
  if (unknown !== undefined) return refuse(`There is no option ${unknown}.`);
  const [command, file, ...rest] = args.filter((arg) => !arg.startsWith("-"));
  if (command === undefined) return refuse("Say what to do: run FILE.");
  if (command !== "run") return refuse(`There is no command ${command}.`);
  if (file === undefined) return refuse("Name the notebook to run.");
  if (rest.length > 0) return refuse(`Run one notebook at a time: ${rest.join(" ")} is left over.`);
  return { command: "run", file, json: args.includes("--json") };
}

function refuse(reason: string): Command {
  return { command: "refuse", reason: `${reason} See --help.` };
}
