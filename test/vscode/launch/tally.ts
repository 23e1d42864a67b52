import type { BridgeRequest } from "../bridge.ts";

type Result = Extract<BridgeRequest, { type: "result" }>;

const marks = { passed: "✔", failed: "✖", skipped: "-" } as const;

/** Prints results as they come and counts them. */
export class Tally {
  readonly counts = { passed: 0, failed: 0, skipped: 0 };

  add(result: Omit<Result, "type">): void {
    this.counts[result.outcome]++;
    console.log(`  ${marks[result.outcome]} ${result.title} (${Math.round(result.ms)} ms)`);
    if (result.error !== "") console.log(result.error.replace(/^/gm, "      "));
  }

  /** The closing line that scripts/test.mjs reads. */
  close(): void {
    const { passed, failed, skipped } = this.counts;
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  }
}
