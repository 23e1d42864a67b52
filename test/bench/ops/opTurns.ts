/** Times a call in turns: PyTorch, each build of the engine, round after round. Who fails is started again. */
import { disagreement } from "../harness/agreement.ts";
import { ContestantProcess } from "../harness/contestantProcess.ts";
import type { Entry } from "../harness/contestants.ts";
import type { OpTask } from "./opTask.ts";

export interface OpMeasured {
  task: OpTask;
  /** Seconds a call of PyTorch, by round; or why there is none. */
  torch: number[] | string;
  /** Of each build, in their order. */
  engines: (number[] | string)[];
}

interface Pace {
  rounds: number;
  /** Seconds of a sample, of what goes before the first, and of all rounds. */
  sample: number;
  warmUp: number;
  budget: number;
}

/** Long enough that a sample of light calls has several collections in it, and that what they run is compiled. */
const pace: Pace = { rounds: 5, sample: 0.004, warmUp: 0.024, budget: 0.1 };
const quickPace: Pace = { rounds: 3, sample: 0.001, warmUp: 0.006, budget: 0.05 };
const fewest = 2;

const tolerances = {
  float32: { relative: 1e-3, absolute: 1e-4 },
  float64: { relative: 1e-6, absolute: 1e-9 },
  int32: { relative: 0, absolute: 1e-9 },
  bool: { relative: 0, absolute: 1e-9 },
};

interface Side {
  entry: Entry;
  process: ContestantProcess | null;
}

interface Turn {
  side: Side;
  seconds: number[];
  count: number;
  spent: number;
  failed: string | null;
}

export class OpTurns {
  readonly #sides: Side[];

  constructor(torch: Entry, engines: readonly Entry[]) {
    this.#sides = [torch, ...engines].map((entry) => ({ entry, process: null }));
  }

  async measure(task: OpTask, file: string, quick: boolean): Promise<OpMeasured> {
    const { rounds, budget, ...rest } = quick ? quickPace : pace;
    const { relative, absolute } = tolerances[task.dtype];
    const tolerance = { relative, absolute: absolute * (task.rounded ?? 1) };
    const turns = this.#sides.map((side): Turn => ({ side, seconds: [], count: 1, spent: 0, failed: null }));
    let expected: number[] | null = null;
    for (const turn of turns) {
      await attempt(turn, async (contestant) => {
        await contestant.prepare(task, { file, arrays: {} });
        await contestant.run(1);
        const values = await contestant.result();
        const differs = expected && disagreement(values, expected, tolerance);
        expected ??= values;
        if (differs) throw new Error(`computes something else: ${differs}`);
        turn.count = await countOf(contestant, rest);
      });
    }
    for (let round = 0; round < rounds; round++) {
      for (const turn of turns) {
        if (turn.failed !== null || (turn.spent > budget && turn.seconds.length >= fewest)) continue;
        await attempt(turn, async (contestant) => {
          const seconds = await contestant.run(turn.count);
          turn.seconds.push(seconds / turn.count);
          turn.spent += seconds;
        });
      }
    }
    const [torch = "was not asked", ...engines] = turns.map(({ failed, seconds }) => failed ?? seconds);
    return { task, torch, engines };
  }

  close(): void {
    for (const { process } of this.#sides) process?.stop();
  }
}

/** A contestant that ended answers no more, so the next task starts another. */
async function attempt(turn: Turn, work: (contestant: ContestantProcess) => Promise<void>): Promise<void> {
  const { side } = turn;
  side.process ??= new ContestantProcess(side.entry.command);
  try {
    await work(side.process);
  } catch (error) {
    turn.failed = error instanceof Error ? error.message : String(error);
    if (!turn.failed.startsWith("ended")) return;
    side.process.stop();
    side.process = null;
  }
}

/** What a call takes is not told by one that a collection of garbage fell upon. */
const FEWEST_TRIES = 3;

/** Warms up, and finds out how many calls make a sample. */
async function countOf(
  contestant: ContestantProcess,
  { sample, warmUp }: Omit<Pace, "rounds" | "budget">,
): Promise<number> {
  let count = 1;
  let spent = 0;
  let least = Infinity;
  for (let tries = 1; ; tries++) {
    const seconds = await contestant.run(count);
    spent += seconds;
    least = Math.min(least, seconds / count);
    const enough = spent >= warmUp || seconds >= warmUp / 2;
    if (enough && tries >= FEWEST_TRIES) return Math.max(1, Math.round(sample / least));
    if (!enough) count *= 2;
  }
}
