/** What a kernel shows → the outputs of a Jupyter notebook's cell. Pure. */
import type { CellError, KernelOutput, MimeBundle } from "../kernel/protocol/protocol.ts";
import { withFallbacks } from "./fallbacks.ts";
import type { IpynbData, IpynbOutput } from "./nbformat.ts";
import { linesOf } from "./printIpynb.ts";

/** The outputs of one run, as they stand at its end: console text joined, displays as they were updated last. */
export class IpynbOutputs {
  #outputs: IpynbOutput[] = [];
  readonly #displays = new Map<string, Extract<IpynbOutput, { data: IpynbData }>>();
  readonly #execution: number;

  /** @param execution number of the run, shown beside the cell */
  constructor(execution: number) {
    this.#execution = execution;
  }

  add(output: KernelOutput): void {
    if (output.type === "stream") {
      this.#addText(output.name, output.text);
    } else if (output.type === "display") {
      const shown = this.#displays.get(output.id);
      const data = ipynbData(output.data);
      if (shown) shown.data = data;
      else this.#addDisplay(output.id, data);
    } else if (output.type === "clear") {
      this.#clear(output.id);
    }
  }

  fail({ name, message, stack }: CellError): void {
    this.#outputs.push(ipynbError(name, message, stack));
  }

  all(): readonly IpynbOutput[] {
    return this.#outputs.map((output) =>
      output.output_type === "stream" ? { ...output, text: linesOf(String(output.text)) } : output,
    );
  }

  #addText(name: "stdout" | "stderr", text: string): void {
    const last = this.#outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text = String(last.text) + text;
    else this.#outputs.push({ output_type: "stream", name, text });
  }

  #clear(id: string | null): void {
    const gone = id === null ? null : this.#displays.get(id);
    this.#outputs = this.#outputs.filter((output) => id !== null && output !== gone);
    if (id === null) this.#displays.clear();
    else this.#displays.delete(id);
  }

  #addDisplay(id: string, data: IpynbData): void {
    const output: Extract<IpynbOutput, { data: IpynbData }> = id.startsWith("result-")
      ? { output_type: "execute_result", execution_count: this.#execution, data, metadata: {} }
      : { output_type: "display_data", data, metadata: {} };
    this.#outputs.push(output);
    this.#displays.set(id, output);
  }
}

export function ipynbError(name: string, message: string, stack: string): IpynbOutput {
  return { output_type: "error", ename: name, evalue: message, traceback: plain(stack).split("\n") };
}

/** With pictures that every reader can show, text in lines, and without the colours of a terminal. */
export function ipynbData(bundle: MimeBundle): IpynbData {
  const data: IpynbData = {};
  for (const [mime, value] of Object.entries(withFallbacks(bundle))) {
    const text = typeof value === "string" && (mime.startsWith("text/") || mime === "image/svg+xml");
    data[mime] = text ? linesOf(mime === "text/plain" ? plain(value) : value) : value;
  }
  return data;
}

function plain(text: string): string {
  return text.replaceAll(/\u001b\[[\d;]*m/g, "");
}
