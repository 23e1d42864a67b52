/** The state of a generator as `torch.set_rng_state` takes it. */
import type { RawArray } from "../../data/idx.ts";
import type { GeneratorState } from "../../random/generator.ts";

const WORDS = 624;
/** The Mersenne Twister, three numbers of a former Box–Muller draw with their mark, and the newer one of float32. */
const SIZE = 8 + 4 + 4 + 8 + WORDS * 8 + 3 * 8 + 8 + 8;

/** @see PyTorch's `CPUGeneratorImplState`, whose bytes these are. */
export function rngState({ seed, words, position }: GeneratorState): RawArray {
  const values = new Uint8Array(SIZE);
  const view = new DataView(values.buffer);
  let at = 0;
  const put64 = (value: bigint): void => {
    view.setBigUint64(at, value, true);
    at += 8;
  };
  const put32 = (value: number): void => {
    view.setInt32(at, value, true);
    at += 4;
  };
  put64(BigInt.asUintN(64, BigInt(seed)));
  // Words left before the next ones are made; the first that is taken makes them where one is.
  put32(WORDS - position + 1);
  put32(1);
  put64(BigInt(position === WORDS ? 0 : position));
  for (const word of words) put64(BigInt(word));
  return { dtype: "bool", shape: [SIZE], values, element: "U8" };
}
