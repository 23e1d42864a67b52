/**
 * The safetensors file that the engine writes for Python to read:
 *
 *     node test/golden/engineSafetensors.ts            # Node 24: writes test/golden/safetensors/engine.safetensors
 *     /usr/bin/python3 test/golden/goldenSafetensors.py --read
 */
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { RawArray } from "../../engine/data/idx.ts";
import { printSafetensors } from "../../engine/data/safetensors.ts";
import { manualSeed, nn, type Tensor, tensor, zeros } from "../../engine/index.ts";

export const engineFile = "test/golden/safetensors/engine.safetensors";

/** A network, and tensors of every dtype that the engine has. */
export function engineTensors(): Map<string, Tensor> {
  manualSeed(9);
  const net = new nn.Sequential(new nn.Linear(3, 2), new nn.Tanh(), new nn.Linear(2, 1));
  const layers = Array.from(net.stateDict(), ([name, value]): [string, Tensor] => [`net.${name}`, value]);
  return new Map<string, Tensor>([
    ...layers,
    ["double", tensor([1 / 3, -1e300, NaN], { dtype: "float64" })],
    ["single", tensor([0.1, -0, Infinity, -Infinity, NaN])],
    ["index", tensor([[1, -2]], { dtype: "int32" })],
    ["flag", tensor([true, false, true])],
    ["scalar", tensor(2.5)],
    ["empty", zeros(0, 3)],
    ["turned", tensor([[1, 2, 3], [4, 5, 6]]).T],
    ["名字", tensor([7])],
  ]);
}

export function engineBytes(): Uint8Array {
  const raw = Array.from(engineTensors(), ([name, x]): [string, RawArray] => [
    name,
    { dtype: x.dtype, shape: [...x.shape], values: x.toTypedArray() },
  ]);
  return printSafetensors(raw, { made: "by the engine" });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(engineFile, engineBytes());
