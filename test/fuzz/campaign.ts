/** Runs many programs everywhere and gathers what differs. */
import { jsBackend } from "../../engine/backend/js/jsBackend.ts";
import { allowedBy } from "./allowed.ts";
import type { NamedBackend } from "./backends.ts";
import { compare, type Difference, signature } from "./compare.ts";
import { execute } from "./execute.ts";
import { chooserOf, generate, type Generated } from "./generate.ts";
import type { Program } from "./program.ts";
import { shrink } from "./shrink.ts";
import type { Torch } from "./torch.ts";
import type { Trace } from "./trace.ts";

export interface CampaignOptions {
  readonly programs: number;
  readonly seed: number;
  readonly families: readonly string[];
  readonly backends: readonly NamedBackend[];
  readonly torch: Torch | null;
}

/** Differences of one kind. */
export interface Finding {
  readonly against: string;
  readonly signature: string;
  readonly program: Program;
  readonly difference: Difference;
  count: number;
}

export interface Report {
  readonly programs: number;
  readonly steps: number;
  readonly refusals: number;
  readonly findings: readonly Finding[];
  /** How often each allowed difference came up. */
  readonly allowed: ReadonlyMap<string, number>;
}

const batchSize = 200;
const js = jsBackend();

/** What `program` does otherwise than it should beside `against`. */
export async function differenceOf(
  program: Program,
  against: NamedBackend | Torch,
): Promise<Difference | null> {
  const ours = execute(program, js);
  if ("backend" in against) return compare(program, execute(program, against.backend), ours).difference;
  const theirs = await against.run(program);
  if (!theirs) return null;
  return compare(program, ours, theirs, (difference) => allowedBy(program, difference) !== null).difference;
}

export async function campaign(options: CampaignOptions): Promise<Report> {
  const chooser = chooserOf(options.families);
  const findings = new Map<string, Finding>();
  const allowed = new Map<string, number>();
  let [steps, refusals] = [0, 0];

  const note = (against: string, program: Program, difference: Difference | null): void => {
    if (!difference) return;
    const key = signature(program, difference);
    const found = findings.get(`${against}: ${key}`);
    if (found) found.count++;
    else findings.set(`${against}: ${key}`, { against, signature: key, program, difference, count: 1 });
  };
  const noteTorch = ({ program, trace }: Generated, theirs: Trace): void => {
    const verdict = compare(program, trace, theirs, (difference) => allowedBy(program, difference) !== null);
    note("PyTorch", program, verdict.difference);
    const reason = verdict.cut && allowedBy(program, verdict.cut);
    if (reason) allowed.set(reason.id, (allowed.get(reason.id) ?? 0) + 1);
  };

  for (let done = 0; done < options.programs; done += batchSize) {
    const count = Math.min(batchSize, options.programs - done);
    const batch = Array.from({ length: count }, (_, i) =>
      generate(options.seed * 1_000_003 + done + i, chooser),
    );
    const { torch } = options;
    const theirs = torch && Promise.all(batch.map(({ program }) => torch.run(program)));
    for (const { program, trace } of batch) {
      steps += program.steps.length;
      refusals += trace.steps.filter((outcome) => "refused" in outcome).length;
      for (const { name, backend } of options.backends) {
        note(name, program, compare(program, execute(program, backend), trace).difference);
      }
    }
    if (theirs) (await theirs).forEach((trace, i) => trace && noteTorch(batch[i], trace));
  }
  const sorted = [...findings.values()].sort((a, b) => b.count - a.count);
  return { programs: options.programs, steps, refusals, findings: sorted, allowed };
}

/** The finding with its program made as small as it goes. */
export async function shrunk(finding: Finding, options: CampaignOptions): Promise<Finding> {
  const against = options.backends.find(({ name }) => name === finding.against) ?? options.torch;
  if (!against) return finding;
  const program = await shrink(finding.program, async (candidate) => {
    const difference = await differenceOf(candidate, against);
    return difference !== null && signature(candidate, difference) === finding.signature;
  });
  return { ...finding, program, difference: (await differenceOf(program, against)) ?? finding.difference };
}
