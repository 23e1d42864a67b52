import { writeFileSync } from "node:fs";
import type { BridgeRequest } from "../bridge.ts";

type Result = Extract<BridgeRequest, { type: "result" }>;

const marks = { passed: "✔", failed: "✖", skipped: "-" } as const;

/** Prints results as they come, counts them, and keeps those that failed. */
export class Tally {
  readonly counts = { passed: 0, failed: 0, skipped: 0 };
  readonly #failures: string[] = [];
  /** Of the failures, in their order; `null` where one is no test's. */
  readonly #files: (string | null)[] = [];

  add({ outcome, title, file, ms, error }: Omit<Result, "type">): void {
    this.counts[outcome]++;
    console.log(`  ${marks[outcome]} ${title} (${Math.round(ms)} ms)`);
    const indented = error.replace(/^/gm, "      ");
    if (outcome === "failed") {
      this.#failures.push(`${title}\n${indented.slice(0, 2_000)}`.trimEnd());
      this.#files.push(file);
    }
    if (error !== "") console.log(indented);
  }

  /** What went wrong outside of any test. */
  fail(title: string, error = ""): void {
    this.add({ outcome: "failed", title, file: null, ms: 0, error });
  }

  /** Leaves counts, failures and their files for scripts/test.mjs. */
  save(file: string): void {
    writeFileSync(file, JSON.stringify({ ...this.counts, failures: this.#failures, files: this.#files }));
  }
}
