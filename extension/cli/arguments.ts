/** The command line of the headless runner. Pure. */
import path from "node:path";

export type Command =
  | ({ command: "run"; file: string } & RunOptions)
  | ({ command: "grade" } & GradeOptions)
  | ({ command: "copy" } & CopyOptions)
  | { command: "mcp" }
  | { command: "help" }
  | { command: "version" }
  /** What is wrong with the command line. */
  | { command: "refuse"; reason: string };

export interface RunOptions {
  json: boolean;
  /** Files to write. */
  ipynb: string | null;
  html: string | null;
  live: string | null;
  /** Folders to write trainings, and their models, into. */
  pytorch: string | null;
  onnx: string | null;
}

export interface GradeOptions {
  master: string;
  folder: string;
  /** Files to write, and a folder for pages. */
  json: string | null;
  csv: string | null;
  report: string | null;
  /** Limits for a copy; null where they follow from the master and the machine. */
  seconds: number | null;
  memoryMb: number | null;
}

export interface CopyOptions {
  master: string;
  out: string;
}

export const usage = `Usage: gradbook run FILE [--json] [--ipynb OUT] [--html OUT] [--live OUT] [--pytorch OUT] [--onnx OUT]
       gradbook copy MASTER OUT
       gradbook grade MASTER FOLDER [--csv OUT] [--json OUT] [--report DIR]
       gradbook mcp

run: runs the TypeScript cells of a Markdown or Jupyter notebook, one after the other, and stops at the first that
throws.

  --json        print one JSON object for each cell
  --ipynb OUT   write the notebook with its outputs as a Jupyter notebook
  --html OUT    write the notebook with its outputs as one HTML file
  --live OUT    write it as one HTML file in which the cells can be changed and run, without a network
  --pytorch OUT write each training as a PyTorch project, in a folder of its own in the folder OUT
  --onnx OUT    write the model of each training as an ONNX file in the folder OUT

copy: writes the students' copy of a master notebook: without its solutions and hidden tests. The master's own
solutions have to pass its checks.

grade: grades each notebook in FOLDER by the master's checks, each in a process of its own.

  --csv OUT      write a table for a spreadsheet
  --json OUT     write the results as JSON
  --report DIR   write a page of feedback for each copy, and a table of all
  --seconds N    what one cell of a copy may take; by default 10 times the master's slowest cell, at least 10
  --memory MIB   what one copy may use in memory

mcp: serves the tools of assistants over the Model Context Protocol, on standard input and output.

  --help        print this text
  --version     print the version

Exit status: 0 when all cells ran, or all copies were graded; 1 when a cell threw, or a master's own solution does not
pass; 2 for bad usage, an unreadable file, or one without TypeScript cells (0 where --ipynb, --html or --live wrote it).
Ctrl-C stops the running cell; twice, the whole run.
`;

/** By command: the options that have a value, and those that have none. */
const options: Readonly<Record<string, { valued: readonly string[]; flags: readonly string[] }>> = {
  run: { valued: ["--ipynb", "--html", "--live", "--pytorch", "--onnx"], flags: ["--json"] },
  grade: { valued: ["--csv", "--json", "--report", "--seconds", "--memory"], flags: [] },
  copy: { valued: [], flags: [] },
  mcp: { valued: [], flags: [] },
};

/** @param args what follows the program's name */
export function parseArguments(args: readonly string[]): Command {
  if (args.includes("--help") || args.includes("-h")) return { command: "help" };
  if (args.includes("--version")) return { command: "version" };
  const known = options[args.find((arg) => Object.hasOwn(options, arg)) ?? "run"];
  const words: string[] = [];
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (known?.flags.includes(arg) === true) {
      given.set(arg, "");
    } else if (known?.valued.includes(arg) === true) {
      const value = args[++i] ?? "";
      if (value === "" || value.startsWith("-")) return refuse(`${wanted(arg)} after ${arg}.`);
      given.set(arg, value);
    } else if (arg.startsWith("-")) {
      return refuse(`There is no option ${arg}.`);
    } else {
      words.push(arg);
    }
  }
  const [command, first, second, ...rest] = words;
  const file = (option: string): string | null => {
    const value = given.get(option);
    return value === undefined ? null : path.resolve(value);
  };
  switch (command) {
    case undefined:
      return refuse("Say what to do: run FILE.");
    case "run": {
      if (first === undefined) return refuse("Name the notebook to run.");
      const over = second === undefined ? [] : [second, ...rest];
      if (over.length > 0) return refuse(`Run one notebook at a time: ${over.join(" ")} is left over.`);
      const [ipynb, html] = [given.get("--ipynb") ?? null, given.get("--html") ?? null];
      const [live, pytorch] = [given.get("--live") ?? null, given.get("--pytorch") ?? null];
      const onnx = given.get("--onnx") ?? null;
      return { command, file: first, json: given.has("--json"), ipynb, html, live, pytorch, onnx };
    }
    case "grade": {
      if (first === undefined || second === undefined)
        return refuse("Name the master notebook and the folder with the copies.");
      if (rest.length > 0) return refuse(`${rest.join(" ")} is left over.`);
      const [seconds, memoryMb] = [number(given, "--seconds", 1), number(given, "--memory", 256)];
      if (Number.isNaN(seconds)) return refuse("--seconds is a number of at least 1.");
      if (Number.isNaN(memoryMb)) return refuse("--memory is a number of at least 256.");
      const [json, csv, report] = [file("--json"), file("--csv"), file("--report")];
      return {
        command,
        master: path.resolve(first),
        folder: path.resolve(second),
        json,
        csv,
        report,
        seconds,
        memoryMb,
      };
    }
    case "mcp":
      return args.length === 1 ? { command } : refuse("mcp takes no arguments.");
    case "copy": {
      if (first === undefined || second === undefined)
        return refuse("Name the master notebook and the file to write.");
      if (rest.length > 0) return refuse(`${rest.join(" ")} is left over.`);
      return { command, master: path.resolve(first), out: path.resolve(second) };
    }
    default:
      return refuse(`There is no command ${command}.`);
  }
}

/** Null where it is not given, NaN where it is none. */
function number(given: ReadonlyMap<string, string>, option: string, least: number): number | null {
  const text = given.get(option);
  if (text === undefined) return null;
  const value = Number(text);
  return value >= least && Number.isFinite(value) ? value : NaN;
}

function wanted(option: string): string {
  if (option === "--seconds" || option === "--memory") return "Give a number";
  return ["--report", "--pytorch", "--onnx"].includes(option)
    ? "Name the folder to write"
    : "Name the file to write";
}

function refuse(reason: string): Command {
  return { command: "refuse", reason: `${reason} See --help.` };
}
