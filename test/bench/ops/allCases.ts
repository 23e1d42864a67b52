/** Every row of `npm run bench -- ops`, by family. */
import { dataCalls, random } from "./drawing.ts";
import { elementwise } from "./elementwise.ts";
import { imageLayers } from "./images.ts";
import { creation, inPlace, moving } from "./moving.ts";
import type { OpCase } from "./opCase.ts";
import { ordering } from "./ordering.ts";
import { products, reductions } from "./reductions.ts";
import { sequences } from "./sequences.ts";
import { layers, losses, optimisers } from "./training.ts";

export const families = {
  "element by element": elementwise,
  "reductions and softmax": reductions,
  "products": products,
  "making and converting": creation,
  "moving": moving,
  "sorting, counting, arranging": ordering,
  "in place": inPlace,
  "layers": layers,
  "images": imageLayers,
  "sequences": sequences,
  "losses": losses,
  "optimisers": optimisers,
  "random numbers": random,
  "data": dataCalls,
} as const satisfies Readonly<Record<string, readonly OpCase[]>>;

export type Family = keyof typeof families;

export const allCases: readonly OpCase[] = Object.values(families).flat();
