/** The global `check` of cells: looks at an exercise's answer part by part, and tells what it found. */
import type { Generator } from "../../../engine/index.ts";
import { pointsFor, type CheckPart, type CheckPayload } from "../../../engine/payload/check.ts";
import { CHECK_MIME } from "../../../engine/payload/mime.ts";
import { callingRun, type Run } from "../cell/runContext.ts";
import { handle } from "../display/handles.ts";
import { say } from "../protocol/messages.ts";
import { CheckFailure, makeAssertions, type Assertions } from "./assertions.ts";
import { resultText } from "./resultText.ts";

/** One thing to look at: it passes unless it throws or gives `false`. */
export type CheckTest = (t: Assertions) => unknown;

/** What to look at, by what it is about, in words; with a weight where the parts are not worth the same. */
export type CheckParts = Readonly<Record<string, CheckTest | { weight: number; test: CheckTest }>>;

export interface CheckResult {
  readonly id: string;
  readonly passed: boolean;
  readonly points: number;
  readonly of: number;
}

export interface CheckParent {
  /** What `gradbook` exports. */
  engine: () => Readonly<Record<string, unknown>>;
  /** What random numbers are drawn from where nothing else is said. */
  generator: () => Generator | null;
  /** What the person reads of an error that is no {@link CheckFailure}. */
  describe: (thrown: unknown) => string;
  /** True for what ends the whole cell. */
  ends: (thrown: unknown) => boolean;
}

/** Each part begins from this seed, wherever the learner's own random numbers are: the same answer, the same marks. */
const seed = 0;

export function makeCheck(parent: CheckParent): (id: string, parts: CheckParts) => Promise<CheckResult> {
  return async function check(id: string, parts: CheckParts): Promise<CheckResult> {
    const run = callingRun();
    const tests = testsOf(id, parts);
    if (run?.checked.has(id))
      throw new Error(say("check: {0} is checked twice in one cell. Put all parts into one check.", id));
    run?.checked.add(id);
    const assertions = makeAssertions(parent.engine());
    const done: CheckPart[] = [];
    for (const { name, weight, test } of tests) {
      const message = await failureOf(parent, () => test(assertions));
      done.push({ name, ok: message === null, message: message ?? "", weight });
    }
    return tell(run, id, done);
  };
}

function tell(run: Run | null, id: string, parts: CheckPart[]): CheckResult {
  const of = run?.points ?? 1;
  const result: CheckPayload = { version: 1, id, points: pointsFor(parts, of), of, parts };
  run?.outputs.display(`check-${run.id}-${id}`, { [CHECK_MIME]: result, "text/plain": resultText(result) });
  run?.outputs.checked(result);
  return handle({ id, passed: parts.every(({ ok }) => ok), points: result.points, of });
}

interface Test {
  name: string;
  weight: number;
  test: CheckTest;
}

/** @throws {TypeError} for what is no check: a mistake of its author's */
function testsOf(id: unknown, parts: unknown): Test[] {
  if (typeof id !== "string" || !/^[\w.-]+$/.test(id))
    throw new TypeError(
      say('check: name the exercise with letters, digits and hyphens, as in check("relu-slope", { … }).'),
    );
  const entries = typeof parts === "object" && parts !== null ? Object.entries(parts) : [];
  if (entries.length === 0)
    throw new TypeError(
      say('check: give an object of what to look at, as in { "the slope is 1": (t) => t.close(slope, 1) }.'),
    );
  return entries.map(([name, given]: [string, unknown]) => {
    if (typeof given === "function") return { name, weight: 1, test: given as CheckTest };
    const { weight, test } = (given ?? {}) as { weight?: unknown; test?: unknown };
    if (typeof test !== "function" || typeof weight !== "number" || !(weight > 0) || weight === Infinity)
      throw new TypeError(say('check: "{0}" is no function, nor a positive weight with a test.', name));
    return { name, weight, test: test as CheckTest };
  });
}

/** What is wrong; null where nothing is. */
async function failureOf(
  { generator, describe, ends }: CheckParent,
  test: () => unknown,
): Promise<string | null> {
  const source = generator();
  const before = source?.getState();
  source?.manualSeed(seed);
  try {
    const given: unknown = await test();
    return given === false ? say("This does not hold.") : null;
  } catch (thrown) {
    if (ends(thrown)) throw thrown;
    return thrown instanceof CheckFailure ? thrown.message : describe(thrown);
  } finally {
    if (before) source?.setState(before);
  }
}
