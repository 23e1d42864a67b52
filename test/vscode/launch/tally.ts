import { writeFileSync } from "node:fs";
import type { BridgeRequest } from "../bridge.ts";

type Result = Extract<BridgeRequest, { type: "result" }>;

const marks = { passed: "✔", failed: "✖", skipped: "-" } as const;

/** Prints results as they come, counts them, and keeps the titles of those that failed. */
export class Tally {
  readonly counts = { passed: 0, failed: 0, skipped: 0 };
  readonly #failures: string[] = [];

  add({ outcome, title, ms, error }: Omit<Result, "type">): void {
    this.counts[outcome]++;
    console.log(`  ${marks[outcome]} ${title} (${Math.round(ms)} ms)`);
    if (outcome === "failed") this.#failures.push(title);
    if (error !== "") console.log(error.replace(/^/gm, "      "));
  }

  /** What went wrong outside of any test. */
  fail(title: string, error = ""): void {
    this.add({ outcome: "failed", title, ms: 0, error });
  }

  /** Leaves counts and titles for scripts/test.mjs. */
  save(file: string): void {
    writeFileSync(file, JSON.stringify({ ...this.counts, failures: this.#failures }));
  }
}
