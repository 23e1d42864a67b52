/** The losses of the courses' trainings: the same from the same seed, on every platform. */

/** One training's history. */
export interface Losses {
  title: string;
  loss: number[];
  valLoss: number[];
}

/** What of a chart's payload is read here. */
interface Chart {
  title: string;
  series: { name: string; y: number[] }[];
}

export function lossesOf({ title, series }: Chart): Losses {
  const curve = (name: string): number[] => series.find((one) => one.name === name)?.y ?? [];
  return { title, loss: curve("loss"), valLoss: curve("valLoss") };
}

/** The trainings in what the headless runner prints with `--json`. */
export function printedLosses(lines: string): Losses[] {
  return lines
    .trim()
    .split("\n")
    .flatMap((line) => (JSON.parse(line) as { outputs?: { mime?: string; data?: Chart }[] }).outputs ?? [])
    .flatMap(({ mime, data }) =>
      mime === "application/vnd.gradbook.curves+json" && data && data.series.length > 0 ? [lossesOf(data)] : [],
    );
}

/**
 * Kernels differ in the last bit where one has fused multiply-add or wider vectors, and training makes that larger:
 * between plain SIMD and 256-bit vectors up to 1e-4 was seen after 30 epochs.
 */
const tolerance = 1e-3;

/** This one's first steps throw it far, so that a last bit becomes a tenth: its first epoch must do. */
const chaotic = /^Twelve layers, residual$/;

/** What is not as it was recorded; empty where all is. */
export function lossDifferences(found: readonly Losses[], recorded: readonly Losses[]): string[] {
  if (found.length !== recorded.length) return [`${found.length} trainings, not ${recorded.length}`];
  return recorded.flatMap((wanted, i) =>
    (["loss", "valLoss"] as const).flatMap((name) => {
      const values = found[i]?.[name] ?? [];
      const training = `${wanted.title}, ${name}`;
      if (values.length !== wanted[name].length)
        return [`${training}: ${values.length} epochs, not ${wanted[name].length}`];
      const compared = chaotic.test(wanted.title) ? (name === "loss" ? 1 : 0) : wanted[name].length;
      const off = wanted[name]
        .slice(0, compared)
        .findIndex((value, epoch) => !(Math.abs((values[epoch] ?? NaN) - value) <= tolerance * Math.abs(value)));
      return off < 0 ? [] : [`${training}, epoch ${off + 1}: ${values[off]}, not ${wanted[name][off]}`];
    }),
  );
}
