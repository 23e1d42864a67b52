const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");
const { failureText } = require("./failureText.cjs");

/** Mocha's own report, and the counts and failed tests with their errors as JSON in the file that the reporter option `counts` names. */
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
      };
      writeFileSync(options.reporterOptions.counts, JSON.stringify(counts));
    });
  }
};
