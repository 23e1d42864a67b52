const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

/** Mocha's own report, and the counts and the titles of failed tests as JSON in the file that the reporter option `counts` names. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const titles = this.failures.map((test) => test.fullTitle());
      const counts = { passed: passes, failed: failures, skipped: pending, failures: titles };
      writeFileSync(options.reporterOptions.counts, JSON.stringify(counts));
    });
  }
};
