import path from "node:path";
import Mocha from "mocha";
import type { BridgeRequest } from "../bridge.ts";
import { ask } from "./browser.ts";

/** Tells the launcher how each test ended, in order. */
export class BridgeReporter extends Mocha.reporters.Base {
  #sent: Promise<unknown> = Promise.resolve();

  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { EVENT_SUITE_BEGIN, EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } =
      Mocha.Runner.constants;
    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (suite.title !== "") this.#send({ type: "print", text: `\n${suite.fullTitle()}` });
    });
    runner.on(EVENT_TEST_PASS, (test) => this.#result("passed", test));
    runner.on(EVENT_TEST_PENDING, (test) => this.#result("skipped", test));
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) =>
      this.#result("failed", test, error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  }

  /** Mocha calls this at the end; the extension host may be gone after `finished`. */
  override done(failures: number, finished: (failures: number) => void): void {
    void this.#sent.finally(() => finished(failures));
  }

  #result(outcome: "passed" | "failed" | "skipped", test: Mocha.Test, error = ""): void {
    const file = test.file === undefined ? null : path.basename(test.file);
    this.#send({ type: "result", outcome, title: test.title, file, ms: test.duration ?? 0, error });
    if (outcome === "failed")
      this.#send({ type: "screenshot", name: `failed ${test.title}`.replaceAll(/\W+/g, "-") });
  }

  #send(request: BridgeRequest): void {
    this.#sent = this.#sent.then(() => ask(request));
  }
}
