/** How methods take sizes. */
import type { Shape } from "../../core/shape.ts";

/** Sizes as separate numbers or as one array. */
export type Sizes = number[] | [shape: Shape];

export const sizesOf = (sizes: Sizes): Shape => sizes.flat();
