import type { RunResult } from "../kernel/handle/reports.ts";
import type { KernelOutput, MimeBundle } from "../kernel/protocol/protocol.ts";
import type { View, Write } from "./view.ts";

interface JsonOutput {
  mime: string;
  data: unknown;
}

/** Console text keeps the names that VS Code has for it. */
const streamMime = {
  stdout: "application/vnd.code.notebook.stdout",
  stderr: "application/vnd.code.notebook.stderr",
} as const;

/** One JSON object a cell, each on its own line. A display that was updated appears once, as it was last. */
export class JsonView implements View {
  readonly #write: Write;
  #outputs: (JsonOutput | { id: string; bundle: MimeBundle })[] = [];

  constructor(write: Write) {
    this.#write = write;
  }

  begin(): void {
    this.#outputs = [];
  }

  output(_n: number, output: KernelOutput): void {
    if (output.type === "stream") {
      const mime = streamMime[output.name];
      const last = this.#outputs.at(-1);
      if (last && "mime" in last && last.mime === mime) last.data = String(last.data) + output.text;
      else this.#outputs.push({ mime, data: output.text });
    } else if (output.type === "display") {
      const shown = this.#outputs.find((other) => "id" in other && other.id === output.id);
      if (shown && "id" in shown) shown.bundle = output.data;
      else this.#outputs.push({ id: output.id, bundle: output.data });
    } else if (output.type === "clear") {
      this.#outputs =
        output.id === null ? [] : this.#outputs.filter((other) => !("id" in other) || other.id !== output.id);
    }
  }

  end(n: number, { ok, error, ms }: RunResult): void {
    const outputs = this.#outputs.flatMap<JsonOutput>((output) =>
      "mime" in output ? [output] : Object.entries(output.bundle).map(([mime, data]) => ({ mime, data })),
    );
    const described = error && {
      name: error.name,
      message: error.message,
      cell: error.execution ?? n,
      line: error.line,
    };
    this.#write(
      `${JSON.stringify({ cell: n, ok, outputs, error: described, ms: ms === null ? null : round(ms) })}\n`,
    );
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
