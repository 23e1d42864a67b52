/** The course's trainings as the table that people read; pure. */
import type { Entry } from "./contestants.ts";
import type { Row } from "./markdownTable.ts";
import { median } from "./statistics.ts";
import type { CourseTask } from "./tasks.ts";

/** What came of one training. */
export interface Training {
  task: Pick<CourseTask, "name" | "epochs" | "batch">;
  results: readonly {
    entry: Pick<Entry, "id" | "who" | "threads">;
    /** Of each time, the first one first. */
    seconds: readonly number[];
    /** The last epoch's training loss, validation loss and validation accuracy, as far as there are such. */
    values: readonly number[];
  }[];
}

/** A row for each training, and one for all. */
export function courseTable(trainings: readonly Training[], threads: number): Row[] {
  const rows: Row[] = [];
  const sums = new Map<string, number>();
  const add = (name: string, seconds: number): number => {
    sums.set(name, (sums.get(name) ?? 0) + seconds);
    return seconds;
  };
  for (const { task, results } of trainings) {
    const of = (who: Entry["who"]) =>
      results.find(({ entry }) => entry.who === who && entry.threads === threads);
    const [torch, ours] = [of("PyTorch"), of("Gradbook")];
    if (!ours) continue;
    const row: Row = { "training": task.name, "epochs × batch": `${task.epochs} × ${task.batch}` };
    const times: Times = {};
    if (torch) {
      times.torchFirst = add("torchFirst", torch.seconds[0] ?? NaN);
      times.torchAgain = add("torchAgain", median(torch.seconds.slice(1)));
    }
    times.first = add("first", ours.seconds[0] ?? NaN);
    times.again = add("again", median(ours.seconds.slice(1)));
    Object.assign(row, cellsOf(times));
    if (torch) row["PyTorch’s last losses"] = shown(torch.values);
    row["Gradbook’s last losses"] = shown(ours.values);
    rows.push(row);
  }
  if (rows.length > 1) rows.push({ training: "together", ...cellsOf(Object.fromEntries(sums)) });
  return rows;
}

interface Times {
  torchFirst?: number;
  torchAgain?: number;
  first?: number;
  again?: number;
}

function cellsOf({ torchFirst, torchAgain, first = NaN, again = NaN }: Times): Row {
  const row: Row = {};
  if (torchFirst !== undefined) row["PyTorch, first time"] = milliseconds(torchFirst);
  row["Gradbook, first time"] = milliseconds(first);
  if (torchFirst !== undefined) row["PyTorch ÷ Gradbook, first time"] = times(torchFirst / first);
  if (torchAgain !== undefined) row["PyTorch, again"] = milliseconds(torchAgain);
  row["Gradbook, again"] = milliseconds(again);
  if (torchAgain !== undefined) row["PyTorch ÷ Gradbook, again"] = times(torchAgain / again);
  return row;
}

const milliseconds = (seconds: number): string => `${Number((seconds * 1e3).toPrecision(3))} ms`;
const times = (ratio: number): string => `${Number(ratio.toPrecision(3))}×`;
const shown = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join(", ");
