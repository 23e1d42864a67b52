/**
 * Large kernels on several threads. A job is one kernel call cut into parts. Every thread, the calling one included,
 * has parts of its own, the same ones of every job, because what it computed last is in its own cache; when it is
 * done with them it takes what the others have left. Cutting does not change a bit of the result: kernels that are
 * cut compute each element from the same numbers in the same order wherever it lies.
 *
 * Threads talk through a few words of the shared linear memory. Idle ones sleep and cost nothing; one that comes late
 * or not at all only leaves more parts to the others.
 */
import type { LinearMemory } from "../memory/linearMemory.ts";
import { Sharing } from "./sharing.ts";
import type { Kernels } from "./wasmKernels.ts";

/** Words of the control block. */
const SEQUENCE = 0; // counts jobs; sleepers wait for it to change
const PARTS = 1; // of the open job; 0 while none is open
const THREADS = 2; // threads that have parts of their own
const ACTIVE = 3; // threads that may be looking at the job
const KERNEL = 4; // its place among the names
const ARGUMENTS = 5;
const LENGTH_AT = 6; // which argument is the length of a part
const SCRATCH_AT = 7; // which argument is each thread's own scratch, or −1
const HELPED = 8; // parts that helping threads have done
/** Then float64 numbers: total and full length, arguments, and what is added to them from part to part. */
const NUMBERS = 64;
const MOST_ARGUMENTS = 16;
/** Then a word a thread: the next of its parts to be taken. A cache line each, for all are written to at once. */
const NEXT_STEP = 64;
const NEXT = Math.ceil((NUMBERS + 8 * (2 + 2 * MOST_ARGUMENTS)) / NEXT_STEP) * NEXT_STEP;
export const MOST_THREADS = 64;
export const CONTROL_BYTES = NEXT + MOST_THREADS * NEXT_STEP;

/** Tells the processor that a thread only waits, where JavaScript can say so. */
const { pause } = Atomics as { pause?: () => void };

/**
 * How often an idle thread looks before it sleeps: about a hundred microseconds, in which the next job of a training
 * step mostly comes. To be woken takes half as long.
 */
const LOOKS = pause ? 4000 : 20_000;
/**
 * How often the calling thread looks whether the others are done before it sleeps too: some milliseconds. A system
 * may wake the others on the very core of the calling thread; while that sleeps by turns with them, they stay
 * there together for many jobs, but when all want to run, they are soon apart.
 */
const LAST_LOOKS = pause ? 100_000 : 1_000_000;

/** A kernel call that can be cut along one of its lengths. */
export interface Job {
  kernel: (...args: number[]) => unknown;
  args: readonly number[];
  /** What each argument grows by from part to part. */
  steps: readonly number[];
  /** Which argument is the length; a part has `length` of it, the last one what is left. */
  lengthAt: number;
  length: number;
  /** Which argument is scratch memory; −1 for none. */
  scratchAt: number;
}

type Call = (...args: number[]) => void;

/** There in every JavaScript engine that has threads. */
const { performance } = globalThis as unknown as { performance: { now(): number } };

/** One thread's look at the control block. */
class JobQueue {
  readonly words: Int32Array;
  readonly #numbers: Float64Array;
  readonly #calls: Call[];
  readonly #next: Int32Array;
  readonly #scratch: number;
  readonly #thread: number;
  readonly #arguments: number[] = [];

  /** @param thread its number, from 0 */
  constructor(
    linear: LinearMemory["buffer"],
    control: number,
    kernels: Kernels,
    scratch: number,
    thread: number,
  ) {
    this.words = new Int32Array(linear, control, NUMBERS / 4);
    this.#next = new Int32Array(linear, control + NEXT, (MOST_THREADS * NEXT_STEP) / 4);
    this.#numbers = new Float64Array(linear, control + NUMBERS, 2 + 2 * MOST_ARGUMENTS);
    this.#calls = kernelNames(kernels).map((name) => kernels[name]);
    this.#scratch = scratch;
    this.#thread = thread;
  }

  /** Opens a job; nobody may be looking at the last one. @returns the number of its parts */
  open(job: Job, kernel: number, threads: number): number {
    const { words } = this;
    const numbers = this.#numbers;
    words[KERNEL] = kernel;
    words[ARGUMENTS] = job.args.length;
    words[LENGTH_AT] = job.lengthAt;
    words[SCRATCH_AT] = job.scratchAt;
    numbers[0] = job.args[job.lengthAt];
    numbers[1] = job.length;
    for (let i = 0; i < job.args.length; i++) {
      numbers[2 + i] = job.args[i];
      numbers[2 + MOST_ARGUMENTS + i] = job.steps[i];
    }
    const parts = Math.ceil(job.args[job.lengthAt] / job.length);
    words[THREADS] = threads;
    for (let i = 0; i < threads; i++) this.#next[(i * NEXT_STEP) / 4] = firstPart(i, threads, parts);
    Atomics.store(words, PARTS, parts);
    return parts;
  }

  /** Takes parts of the open job until none is left, its own first. @returns how many */
  help(): number {
    const { words } = this;
    const parts = Atomics.load(words, PARTS);
    if (parts === 0) return 0;
    const threads = words[THREADS];
    let done = 0;
    for (let i = 0; i < threads; i++) {
      const owner = (this.#thread + i) % threads;
      const end = firstPart(owner + 1, threads, parts);
      for (;;) {
        const part = Atomics.add(this.#next, (owner * NEXT_STEP) / 4, 1);
        if (part >= end) break;
        this.#run(part);
        done++;
      }
    }
    return done;
  }

  #run(part: number): void {
    const { words } = this;
    const numbers = this.#numbers;
    const args = this.#arguments;
    args.length = words[ARGUMENTS];
    for (let i = 0; i < args.length; i++) args[i] = numbers[2 + i] + part * numbers[2 + MOST_ARGUMENTS + i];
    const [total, length] = [numbers[0], numbers[1]];
    args[words[LENGTH_AT]] = Math.min(length, total - part * length);
    if (words[SCRATCH_AT] >= 0) args[words[SCRATCH_AT]] = this.#scratch;
    this.#calls[words[KERNEL]](...args);
  }
}

/** The first part that is the thread's own. */
function firstPart(thread: number, threads: number, parts: number): number {
  return Math.floor((thread * parts) / threads);
}

/**
 * Cuts a kernel that goes through n elements: its first arguments, pointers to elements of so many `bytes` each, advance
 * with them; then comes n.
 */
export function cutElements(
  kernel: Job["kernel"],
  args: readonly number[],
  bytes: readonly number[],
  threads: number,
  scratchAt: number,
): Job {
  const lengthAt = bytes.length;
  // A multiple of the longest vector loop, so that all parts but the last have no tail.
  const length = Math.ceil(args[lengthAt] / (2 * threads) / 1024) * 1024;
  const steps = args.map((_, i) => (i < lengthAt ? length * bytes[i] : 0));
  return { kernel, args, steps, lengthAt, length, scratchAt };
}

/** In one order on every thread. */
function kernelNames(kernels: Kernels): (keyof Kernels)[] {
  return (Object.keys(kernels) as (keyof Kernels)[]).sort();
}

/** The calling thread's side. */
export class ThreadPool {
  /** Threads that work on a job, this one included. */
  readonly threads: number;
  readonly #queue: JobQueue;
  readonly #places: Map<unknown, number>;
  #start: (() => void) | null;
  readonly #meanwhile: () => void;
  readonly #sharing = new Sharing();

  /**
   * @param control address of CONTROL_BYTES zeros, aligned to 64
   * @param start sets the other threads to work; called at the first job
   * @param meanwhile what the calling thread has to do besides, at every job: the others compute during it. It may
   *   give back memory that a job reads, but not hand it out again
   */
  constructor(
    linear: LinearMemory,
    control: number,
    kernels: Kernels,
    scratch: number,
    threads: number,
    start: () => void,
    meanwhile: () => void,
  ) {
    this.threads = threads;
    this.#queue = new JobQueue(linear.buffer, control, kernels, scratch, 0);
    this.#places = new Map(kernelNames(kernels).map((name, i) => [kernels[name], i]));
    this.#start = start;
    this.#meanwhile = meanwhile;
  }

  /** Parts that other threads have done so far. */
  get helped(): number {
    return Atomics.load(this.#queue.words, HELPED);
  }

  /** Does all of a job; returns when it is done. */
  run(job: Job): void {
    const began = performance.now();
    if (!this.#sharing.worthIt(began)) {
      this.#meanwhile();
      const kernel: Call = job.kernel;
      kernel(...job.args);
      return;
    }
    this.#start?.();
    this.#start = null;
    const { words } = this.#queue;
    const parts = this.#queue.open(job, this.#places.get(job.kernel) ?? -1, this.threads);
    Atomics.add(words, SEQUENCE, 1);
    Atomics.notify(words, SEQUENCE);
    let [own, begunParts, endedParts] = [0, 0, 0];
    try {
      this.#meanwhile();
    } finally {
      begunParts = performance.now();
      own = this.#queue.help();
      endedParts = performance.now();
      this.#waitForOthers();
    }
    const now = performance.now();
    const times = { besides: begunParts - began, worked: endedParts - begunParts, took: now - began };
    this.#sharing.ended({ parts, own, ...times }, now);
  }

  #waitForOthers(): void {
    const { words } = this.#queue;
    // Nobody may begin to look at the job from here on; those who have must finish.
    Atomics.store(words, PARTS, 0);
    for (let looks = 0; ; looks++) {
      const active = Atomics.load(words, ACTIVE);
      if (active === 0) return;
      pause?.();
      if (looks > LAST_LOOKS) Atomics.wait(words, ACTIVE, active, 1);
    }
  }
}

/** What a helping thread does, for ever. */
export function helpForever(
  buffer: LinearMemory["buffer"],
  control: number,
  kernels: Kernels,
  scratch: number,
  thread: number,
): never {
  const queue = new JobQueue(buffer, control, kernels, scratch, thread);
  const { words } = queue;
  for (let seen = 0; ;) {
    for (let looks = 0; looks < LOOKS && Atomics.load(words, SEQUENCE) === seen; looks++) pause?.();
    Atomics.wait(words, SEQUENCE, seen);
    seen = Atomics.load(words, SEQUENCE);
    Atomics.add(words, ACTIVE, 1);
    Atomics.add(words, HELPED, queue.help());
    Atomics.sub(words, ACTIVE, 1);
    Atomics.notify(words, ACTIVE);
  }
}
