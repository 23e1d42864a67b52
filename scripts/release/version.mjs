/** Which version comes next, and what the changelog says of it. Pure. */

export const steps = ["patch", "minor", "major", "pre"];

/**
 * The marketplace takes three numbers and no more. After VS Code's advice, even minor numbers are releases and odd ones
 * pre-releases, so that who has asked for pre-releases always has the higher number.
 *
 * @param {string} version
 * @param {string} step one of {@link steps}
 * @returns {{ version: string, preRelease: boolean }}
 */
export function nextVersion(version, step) {
  const [, ...parts] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  if (parts.length === 0) throw new Error(`The version ${version} is not three numbers, such as 0.2.0.`);
  const [major, minor, patch] = parts.map(Number);
  const odd = minor % 2 === 1;
  if (step === "pre") {
    return { version: odd ? `${major}.${minor}.${patch + 1}` : `${major}.${minor + 1}.0`, preRelease: true };
  }
  if (step === "major") return { version: `${major + 1}.0.0`, preRelease: false };
  if (step === "minor") return { version: `${major}.${minor + (odd ? 1 : 2)}.0`, preRelease: false };
  if (step === "patch") {
    if (odd) {
      throw new Error(
        `${version} is a pre-release, since its minor number is odd: \`minor\` releases what it has, \`pre\` is the next one.`,
      );
    }
    return { version: `${major}.${minor}.${patch + 1}`, preRelease: false };
  }
  throw new Error(`There is no step ${step}: it is one of ${steps.join(", ")}.`);
}

/** @param {string} version @returns {boolean} whether its number is that of a pre-release */
export function isPreRelease(version) {
  return Number(version.split(".")[1]) % 2 === 1;
}

/**
 * The changelog with what stands under _Unreleased_ under the new version, and a new, empty _Unreleased_.
 *
 * @param {string} text
 * @param {string} version
 * @param {string} day as 2026-01-31
 */
export function releasedChangelog(text, version, day) {
  const heading = "## [Unreleased]\n";
  const at = text.indexOf(heading);
  if (at < 0)
    throw new Error("CHANGELOG.md has no heading “## [Unreleased]”: add it above the newest version.");
  if (text.includes(`\n## [${version}]`)) throw new Error(`CHANGELOG.md has ${version} already.`);
  const after = text.slice(at + heading.length);
  const next = after.search(/^## /m);
  const unreleased = next < 0 ? after : after.slice(0, next);
  if (!/^[-*] /m.test(unreleased)) {
    throw new Error("CHANGELOG.md has nothing under “Unreleased”: say there what is new.");
  }
  return `${text.slice(0, at)}${heading}\n## [${version}] - ${day}\n${after}`;
}

/**
 * What `git status --porcelain` prints, as a refusal; nothing where the tree is clean.
 *
 * @param {string} status
 */
export function dirtyTree(status) {
  const files = status.split("\n").filter((line) => line !== "");
  if (files.length === 0) return null;
  const some = files.slice(0, 5).map((line) => `  ${line}`);
  const more = files.length > some.length ? [`  and ${files.length - some.length} more`] : [];
  return ["A release is made of what is committed. Commit these, or put them aside:", ...some, ...more].join(
    "\n",
  );
}

/**
 * @param {string} text of package.json or package-lock.json
 * @param {string} version the package's own: its dependencies keep theirs
 */
export function withVersion(text, version) {
  const contents = JSON.parse(text);
  contents.version = version;
  if (contents.packages?.[""]) contents.packages[""].version = version;
  return `${JSON.stringify(contents, null, 2)}\n`;
}

/** Fetched when it is needed, and only then: it is no part of development. */
const ovsx = "ovsx@1.4.0";

/**
 * The commands that publish a package in Microsoft's marketplace and in Open VSX. Where the second has failed, both can be
 * run again: what is published already is passed over.
 *
 * @param {string} file
 * @param {boolean} preRelease
 * @returns {string[][]}
 */
export function publications(file, preRelease) {
  const how = ["--skip-duplicate", ...(preRelease ? ["--pre-release"] : [])];
  return [
    ["npx", "vsce", "publish", "--packagePath", file, ...how],
    ["npx", "--yes", ovsx, "publish", file, ...how],
  ];
}
