/** The command line of the headless runner. Pure. */

export type Command =
  | ({ command: "run"; file: string } & RunOptions)
  | { command: "help" }
  | { command: "version" }
  /** What is wrong with the command line. */
  | { command: "refuse"; reason: string };

export interface RunOptions {
  json: boolean;
  /** Files to write. */
  ipynb: string | null;
  html: string | null;
}

export const usage = `Usage: gradbook run FILE [--json] [--ipynb OUT] [--html OUT]

Runs the TypeScript cells of a Markdown or Jupyter notebook, one after the other, and stops at the first that throws.

  --json        print one JSON object for each cell
  --ipynb OUT   write the notebook with its outputs as a Jupyter notebook
  --html OUT    write the notebook with its outputs as one HTML file
  --help        print this text
  --version     print the version

Exit status: 0 when all cells ran, 1 when one threw, 2 for bad usage, an unreadable file,
or one without TypeScript cells (0 where --ipynb or --html wrote it).
Ctrl-C stops the running cell; twice, the whole run.
`;

/** @param args what follows the program's name */
export function parseArguments(args: readonly string[]): Command {
  if (args.includes("--help") || args.includes("-h")) return { command: "help" };
  if (args.includes("--version")) return { command: "version" };
  const words: string[] = [];
  let json = false;
  const files: Record<"ipynb" | "html", string | null> = { ipynb: null, html: null };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--json") {
      json = true;
    } else if (arg === "--ipynb" || arg === "--html") {
      const out = args[++i] ?? "";
      if (out === "" || out.startsWith("-")) return refuse(`Name the file to write after ${arg}.`);
      files[arg === "--html" ? "html" : "ipynb"] = out;
    } else if (arg.startsWith("-")) {
      return refuse(`There is no option ${arg}.`);
    } else {
      words.push(arg);
    }
  }
  const [command, file, ...rest] = words;
  if (command === undefined) return refuse("Say what to do: run FILE.");
  if (command !== "run") return refuse(`There is no command ${command}.`);
  if (file === undefined) return refuse("Name the notebook to run.");
  if (rest.length > 0) return refuse(`Run one notebook at a time: ${rest.join(" ")} is left over.`);
  return { command: "run", file, json, ...files };
}

function refuse(reason: string): Command {
  return { command: "refuse", reason: `${reason} See --help.` };
}
