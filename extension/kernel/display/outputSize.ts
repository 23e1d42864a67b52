import type { KernelOutput } from "../protocol/protocol.ts";

/** About how many characters an output is on its way to the host. */
export function outputSize(output: KernelOutput): number {
  switch (output.type) {
    case "stream":
      return output.text.length;
    case "clear":
      return 8;
    case "delta":
      return output.delta.append.reduce((sum, { x }) => sum + 40 * x.length, 100);
    case "checked":
      return output.result.parts.reduce((sum, { name, message }) => sum + name.length + message.length, 40);
    case "trained":
      return Object.values(output.run.series).reduce((sum, { length }) => sum + 20 * length, 2000);
    case "display":
      return Object.values(output.data).reduce<number>((sum, data) => sum + dataSize(data), 0);
  }
}

function dataSize(data: unknown): number {
  if (typeof data === "string") return data.length;
  if (Array.isArray(data)) return 8 * data.length;
  if (typeof data !== "object" || data === null) return 8;
  return Object.values(data).reduce<number>((sum, part) => sum + dataSize(part), 16);
}
