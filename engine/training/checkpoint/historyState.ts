/** A history as numbers and plain values, and back. */
import type { RawArray } from "../../data/idx.ts";
import { History } from "../history.ts";

export function historyState(history: History): {
  values: Record<string, unknown>;
  tensors: Map<string, RawArray>;
} {
  const { epochs, times, rates, series, seed, marks, stopping, naiveLoss, sampling, messages, lossVariance } =
    history;
  const lists = { epochs, times, rates };
  const named = Object.entries(series).map(([name, list]) => [`series.${name}`, list] as const);
  const tensors = new Map([...Object.entries(lists), ...named].map(([name, list]) => [name, float64(list)]));
  const values = {
    seed,
    marks: { ...marks },
    stopping,
    naiveLoss,
    sampling,
    messages: [...messages],
    lossVariance,
    names: Object.keys(series),
  };
  return { values, tensors };
}

export function historyOfFile(
  values: Readonly<Record<string, unknown>>,
  tensors: ReadonlyMap<string, RawArray>,
): History {
  const { seed, marks, stopping, naiveLoss, sampling, messages, lossVariance, names } =
    values as unknown as Pick<
      History,
      "seed" | "marks" | "stopping" | "naiveLoss" | "sampling" | "messages" | "lossVariance"
    > & {
      names: string[];
    };
  const history = new History(seed);
  const list = (name: string): number[] => Array.from(tensors.get(name)?.values ?? []);
  history.epochs.push(...list("epochs"));
  history.times.push(...list("times"));
  history.rates.push(...list("rates"));
  for (const name of names) history.series[name] = list(`series.${name}`);
  history.messages.push(...messages);
  Object.assign(history.marks, marks);
  Object.assign(history, { stopping, naiveLoss, sampling, lossVariance });
  return history;
}

function float64(list: readonly number[]): RawArray {
  return { dtype: "float64", shape: [list.length], values: Float64Array.from(list) };
}
