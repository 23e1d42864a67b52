const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");
const { failureText } = require("./failureText.cjs");

/** Mocha's own report, and the counts and failed tests with their errors and files as JSON in the file that the reporter option `counts` names. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const counts = {
        passed: passes,
        failed: failures,
        skipped: pending,
        failures: this.failures.map(failureText),
        files: this.failures.map(({ file }) => file ?? null),
      };
      writeFileSync(options.reporterOptions.counts, JSON.stringify(counts));
    });
  }
};
