const { writeFileSync } = require("node:fs");
const path = require("node:path");
const { reporters } = require("mocha");
const { failureText } = require("./failureText.cjs");

/**
 * Mocha's own report, and as JSON in the file that the reporter option `counts` names: the counts, the failed tests with
 * their errors and files, and the files that took longest.
 */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    /** Seconds of each file, from the end of the one before: its hooks count. @type {Map<string, number>} */
    const seconds = new Map();
    let last = performance.now();
    runner.on("suite end", ({ file, parent }) => {
      if (!file || !parent?.root) return;
      const now = performance.now();
      const name = path.basename(file, ".test.js");
      seconds.set(name, (seconds.get(name) ?? 0) + (now - last) / 1000);
      last = now;
    });
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const counts = {
        passed: passes,
        failed: failures,
        skipped: pending,
        failures: this.failures.map(failureText),
        files: this.failures.map(({ file }) => file ?? null),
        slowest: [...seconds].toSorted(([, a], [, b]) => b - a).slice(0, 8),
      };
      writeFileSync(options.reporterOptions.counts, JSON.stringify(counts));
    });
  }
};
