/**
 * The title of a failed test and the beginning of its error, for a summary that is read without the log.
 *
 * @param {import("mocha").Test} test
 */
exports.failureText = (test) => {
  const error = test.err?.stack ?? String(test.err ?? "");
  const shown = error.length > 1_500 ? `${error.slice(0, 1_500)} …` : error;
  return `${test.fullTitle()}\n${shown.replaceAll(/^/gm, "      ")}`;
};
