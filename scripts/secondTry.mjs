/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: string[], files?: (string | null)[], flaky?: string[], slowest?: [file: string, seconds: number][] }} Counts
 *   `failures` are titles with errors, `files` the files they stand in, `null` where a failure is no test's;
 *   `flaky` are failures that did not come again
 */

/**
 * Whether the files of what failed can be run once more: every failure is a test's of a file.
 *
 * @param {Counts} counts
 * @returns {string[]} the files, none where it cannot
 */
export function filesToRunAgain({ failed, files = [] }) {
  const known = files.filter((file) => typeof file === "string");
  return failed > 0 && known.length === failed ? [...new Set(known)] : [];
}

/**
 * What holds after the files that failed ran once more: what failed twice has failed; what did not is named as flaky,
 * which is a defect to mend and no reason to refuse everything else.
 *
 * @param {Counts} first
 * @param {Counts} second of the files that failed alone
 * @returns {Counts}
 */
export function afterSecondTry(first, second) {
  const again = new Set((second.failures ?? []).map(titleOf));
  const flaky = (first.failures ?? []).filter((failure) => !again.has(titleOf(failure)));
  return {
    passed: first.passed + flaky.length,
    failed: second.failed,
    skipped: first.skipped,
    failures: second.failures ?? [],
    files: second.files ?? [],
    slowest: first.slowest ?? [],
    flaky: [...(first.flaky ?? []), ...flaky],
  };
}

/** @param {string} failure its first line */
function titleOf(failure) {
  return failure.split("\n", 1)[0];
}
