import { remedyOf, stackBelow } from "../../renderer/views/text/errorParts.ts";
import type { CellError } from "../kernel/protocol/protocol.ts";
import type { RunResult } from "../kernel/handle/reports.ts";
import type { KernelOutput } from "../kernel/protocol/protocol.ts";
import type { View, Write } from "./view.ts";

export interface Terminal {
  write: Write;
  /** Colours, and progress that is rewritten in place. */
  interactive: boolean;
  /** Milliseconds, for pacing progress lines. */
  now: () => number;
}

/** Where the output does not go to a person, a progress line each so many milliseconds. */
const pace = 2000;

/** Prints cells and outputs one below the other, as a notebook. Charts are their progress lines and last values. */
export class TerminalView implements View {
  readonly #terminal: Terminal;
  /** A progress line stands at the cursor and may be overwritten. */
  #progress = false;
  #progressAt = -Infinity;
  #midLine = false;
  readonly #shown = new Set<string>();
  /** What a display that is updated says now. */
  #latest: string | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  begin(n: number, text: string): void {
    const label = `In[${n}]: `;
    const lines = text.split("\n").map((line, i) => (i === 0 ? label : " ".repeat(label.length)) + line);
    this.#print(`${this.#colour(36, lines.map((line) => line.trimEnd()).join("\n"))}\n`);
    this.#progressAt = -Infinity;
  }

  output(n: number, output: KernelOutput): void {
    if (output.type === "stream") {
      this.#print(output.name === "stderr" ? this.#colour(33, output.text) : output.text);
    } else if (output.type === "delta") {
      if (output.delta.message !== undefined && output.delta.state === undefined) {
        this.#showProgress(output.delta.message);
      }
    } else if (output.type === "display") {
      const text = output.data["text/plain"];
      if (typeof text !== "string" || isGrowing(output.data)) return;
      const again = this.#shown.has(output.id);
      this.#shown.add(output.id);
      // A display that is updated line by line tells of progress.
      if (again && !text.includes("\n")) {
        this.#showProgress(text);
        this.#latest = text;
        return;
      }
      this.#freshLine();
      const label = output.id.startsWith("result-") ? this.#colour(32, `Out[${n}]:`) : "";
      // The rows of a matrix or a table stay below one another.
      const gap = label === "" ? "" : text.includes("\n") ? "\n" : " ";
      this.#print(`${label}${gap}${text}\n`);
    }
  }

  end(_n: number, { error }: RunResult): void {
    this.#freshLine();
    if (this.#latest !== null) this.#print(`${this.#latest}\n`);
    this.#latest = null;
    if (error) this.#print(`${this.#errorText(error)}\n`);
    this.#print("\n");
  }

  /** For a person with the remedy on a line of its own; for a program as it is. */
  #errorText(error: CellError): string {
    const below = stackBelow(error);
    if (!this.#terminal.interactive || below === null) return this.#colour(31, error.stack);
    const { fault, remedy } = remedyOf(error.message);
    const title = this.#colour(31, fault === "" ? error.name : `${error.name}: ${fault}`);
    return [title, ...(remedy === "" ? [] : [this.#colour(1, remedy)]), ...below].join("\n");
  }

  #showProgress(message: string): void {
    const { interactive, now, write } = this.#terminal;
    if (interactive) {
      if (!this.#progress) this.#freshLine();
      write(`\r\u001b[K${message}`);
      this.#progress = true;
    } else if (now() - this.#progressAt >= pace) {
      this.#progressAt = now();
      this.#freshLine();
      this.#print(`${message}\n`);
    }
  }

  #print(text: string): void {
    if (text === "") return;
    if (this.#progress) this.#terminal.write("\r\u001b[K");
    this.#progress = false;
    this.#terminal.write(text);
    // An escape that ends a colour may follow the line break.
    this.#midLine = !text.replace(/\u001b\[\d*m$/, "").endsWith("\n");
  }

  #freshLine(): void {
    if (this.#midLine) this.#print("\n");
  }

  #colour(code: number, text: string): string {
    return this.#terminal.interactive ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

/** A chart that is still running is shown by its progress. */
function isGrowing(data: Record<string, unknown>): boolean {
  return Object.values(data).some(
    (part) => typeof part === "object" && part !== null && "state" in part && part.state === "running",
  );
}
