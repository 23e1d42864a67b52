/** All entries of the grammar, and the choice of the next step. */
import { creationEntries } from "./creation.ts";
import { elementEntries } from "./elements.ts";
import { gradientEntries } from "./gradients.ts";
import { indexingEntries } from "./indexing.ts";
import { inPlaceEntries } from "./inPlace.ts";
import { lossEntries } from "./losses.ts";
import { moduleEntries } from "./modules.ts";
import { networkEntries } from "./networks.ts";
import { reductionEntries } from "./reductions.ts";
import { tableEntries } from "./table.ts";
import { viewEntries } from "./views.ts";
import type { Entry } from "./world.ts";

const tableWeight = 12;

function weighed(entries: readonly Entry[], total: number): Entry[] {
  const sum = entries.reduce((all, { weight }) => all + weight, 0);
  return entries.map((entry) => ({ ...entry, weight: (entry.weight * total) / sum }));
}

export const entries: readonly Entry[] = [
  ...creationEntries,
  ...elementEntries,
  ...viewEntries,
  ...indexingEntries,
  ...reductionEntries,
  ...lossEntries,
  ...inPlaceEntries,
  ...gradientEntries,
  ...moduleEntries,
  ...networkEntries,
  ...weighed(tableEntries(), tableWeight),
];

export const families: readonly string[] = [...new Set(entries.map(({ family }) => family))];
