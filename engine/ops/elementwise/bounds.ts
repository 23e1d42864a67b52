/** The bounds of `clamp`, in whichever form they are given. */
import { checkOptions } from "../../core/options.ts";

/** Bounds of `clamp`; one left out does not bind. */
export interface ClampOptions {
  min?: number;
  max?: number;
}

/** The bounds of `clamp` as its row takes them. */
export function boundsOf(min?: number | ClampOptions, max?: number): { p0: number; p1: number } {
  if (typeof min === "object") checkOptions("clamp", min, { min: 1, max: 1 });
  const bounds = typeof min === "object" ? min : { min, max };
  return { p0: bounds.min ?? -Infinity, p1: bounds.max ?? Infinity };
}
