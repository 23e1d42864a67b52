/** What operations store for the backward pass, and for how long. */
import { bytesPerElement, type Storage } from "../../core/ndarray.ts";
import type { Node } from "../../core/node.ts";
import type { Tensor } from "../../core/tensor.ts";
import type { Group } from "./groups.ts";

/** A block of memory that is held only for the backward pass. Indices are those of groups. */
export interface Held {
  bytes: number;
  /** What lies in it. */
  tensor: Tensor;
  /** The group that stores it first: backward comes to it last, and lets it go. */
  keeper: number;
  /** The group that computed it, as far as it is drawn. */
  maker: number;
}

/** Each block once, however many operations keep it. Parameters and inputs are there anyway and do not count. */
export function heldBy(groups: readonly Group[], groupOf: ReadonlyMap<Node, number>): Map<Storage, Held> {
  const held = new Map<Storage, Held>();
  groups.forEach(({ operations }, keeper) => {
    for (const { kept } of operations) {
      for (const tensor of kept ?? []) {
        const storage = tensor?.array.storage;
        if (!tensor || storage?.kind !== "intermediate" || held.has(storage)) continue;
        const bytes = storage.length * bytesPerElement[storage.dtype];
        const maker = (tensor.node && groupOf.get(tensor.node)) ?? keeper;
        held.set(storage, { bytes, tensor, keeper, maker });
      }
    }
  });
  return held;
}
