/** What PyTorch shows for the cells of a chapter, where it is installed. */
import { spawnSync } from "node:child_process";
import path from "node:path";

export type PythonResult = { shown: string } | { error: string };

/** @returns null where `python` has no PyTorch */
export function runPython(
  python: string,
  task: { saved: readonly string[]; cells: readonly string[]; folder: string },
): PythonResult[] | null {
  const { status, stdout } = spawnSync(python, [path.resolve("test/bench/chapters/oracle.py")], {
    input: JSON.stringify(task),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return status === 0 ? (JSON.parse(stdout) as PythonResult[]) : null;
}
