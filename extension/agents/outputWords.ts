/** What cells show, in words and within bounds: an assistant reads no picture, and has no room for a megabyte. */
import { colouredRuns } from "../../renderer/views/text/ansi.ts";
import { remedyOf } from "../../renderer/views/text/errorParts.ts";
import type { AgentCell, AgentOutput, CellRan } from "./agentNotebook.ts";

/** Characters of one output, and of all that one call answers. */
const mostOfOne = 4_000;
export const mostOfAll = 24_000;

const stripAnsi = (text: string): string =>
  colouredRuns(text)
    .map((run) => run.text)
    .join("");

/** A text with its middle left out, which is said. */
export function abridged(text: string, most = mostOfOne): string {
  if (text.length <= most) return text;
  const head = text.slice(0, Math.floor(most * 0.7));
  const tail = text.slice(text.length - Math.floor(most * 0.3));
  return `${head}\n… (${text.length - head.length - tail.length} characters left out) …\n${tail}`;
}

export function outputWords(output: AgentOutput): string {
  if (output.kind === "text") return abridged(stripAnsi(output.text).trimEnd());
  if (output.kind === "error") return errorWords(output.error);
  const plain = output.data["text/plain"];
  if (typeof plain === "string" && plain.trim() !== "") return abridged(stripAnsi(plain).trimEnd());
  for (const mime of ["text/markdown", "text/latex", "text/html", "application/json"]) {
    const data = output.data[mime];
    if (data !== undefined) return abridged(typeof data === "string" ? data : JSON.stringify(data));
  }
  return `(${Object.keys(output.data).join(", ")})`;
}

/** The error, its remedy on a line of its own, and where it was thrown. */
function errorWords({ name, message, stack }: { name: string; message: string; stack: string }): string {
  const { fault, remedy } = remedyOf(message);
  const places = stripAnsi(stack)
    .split("\n")
    .filter((line) => /^\s*(?:at |Cell In|File )/.test(line));
  return [
    `${name}: ${abridged(stripAnsi(fault))}`,
    ...(remedy === "" ? [] : [`Remedy: ${stripAnsi(remedy)}`]),
    ...places.slice(0, 8),
  ].join("\n");
}

/** `cell 4 (In[7]): ok, 1.2 s` */
export function headOf(index: number, { ran, stale }: AgentCell): string {
  return `cell ${index}${ran ? ` ${ranWords(ran)}` : ": has not run"}${stale === null ? "" : `, stale: ${stale}`}`;
}

function ranWords({ execution, ok, ms }: CellRan): string {
  const state = ok === undefined ? "running" : ok ? "ok" : "failed";
  const order = execution === null ? "" : `(In[${execution}])`;
  return `${order}: ${state}${ms === null ? "" : `, ${duration(ms)}`}`;
}

export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Cells with their outputs, as many as there is room for. */
export function cellsWords(cells: readonly AgentCell[], indices: readonly number[]): string {
  const parts: string[] = [];
  let room = mostOfAll;
  for (const [n, index] of indices.entries()) {
    const cell = cells[index];
    if (!cell) continue;
    const shown = cell.outputs.map(outputWords).filter((text) => text !== "");
    const text = [headOf(index, cell), ...(shown.length > 0 ? shown : ["(no output)"])].join("\n");
    if (text.length > room) {
      parts.push(`… outputs of ${indices.length - n} more cells are left out: ask for them by index.`);
      break;
    }
    room -= text.length;
    parts.push(text);
  }
  return parts.join("\n\n");
}
