/** What a run has shown so far, for who reads it rather than sees it: charts up to their last point. */
import { applyDelta, type CurvesPayload } from "../../engine/payload/curves.ts";
import { CURVES_MIME } from "../../engine/payload/mime.ts";
import type { CellError, KernelOutput } from "../kernel/protocol/protocol.ts";
import type { AgentOutput } from "./agentNotebook.ts";

export class ShownOutputs {
  #outputs: { id: string | null; output: AgentOutput }[] = [];

  add(output: KernelOutput): void {
    switch (output.type) {
      case "stream":
        return this.#addText(output.name, output.text);
      case "display": {
        const shown = this.#outputs.find(({ id }) => id === output.id);
        const data: AgentOutput = { kind: "data", data: { ...output.data } };
        if (shown) shown.output = data;
        else this.#outputs.push({ id: output.id, output: data });
        return;
      }
      case "clear":
        this.#outputs = this.#outputs.filter(({ id }) => output.id !== null && id !== output.id);
        return;
      case "delta":
        for (const { output: shown } of this.#outputs) {
          const chart =
            shown.kind === "data" ? (shown.data[CURVES_MIME] as CurvesPayload | undefined) : undefined;
          if (chart?.id === output.delta.id) applyDelta(chart, output.delta);
        }
    }
  }

  fail({ name, message, stack }: CellError): void {
    this.#outputs.push({ id: null, output: { kind: "error", error: { name, message, stack } } });
  }

  get all(): readonly AgentOutput[] {
    return this.#outputs.map(({ output }) => output);
  }

  #addText(name: "stdout" | "stderr", text: string): void {
    const last = this.#outputs.at(-1)?.output;
    if (last?.kind === "text" && last.name === name) last.text += text;
    else this.#outputs.push({ id: null, output: { kind: "text", name, text } });
  }
}

/** One line on how a run is getting on, of what it has just shown; null where that says nothing. */
export function progressOf(output: KernelOutput): string | null {
  if (output.type === "delta") return output.delta.message ?? null;
  if (output.type !== "display") return null;
  const text = output.data["text/plain"];
  return typeof text === "string" && text !== "" && !text.includes("\n") ? text : null;
}
