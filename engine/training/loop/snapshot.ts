import type { StateDict } from "../../nn/module.ts";
import type { Weights } from "../callbacks/callback.ts";

/** Weights that a training has set aside. */
export class Snapshot implements Weights {
  readonly state: StateDict;
  readonly bytes: number;

  constructor(state: StateDict) {
    this.state = state;
    let bytes = 0;
    for (const { array } of state.values()) bytes += array.storage.data.byteLength;
    this.bytes = bytes;
  }
}
