/**
 * A release: `npm run release -- patch|minor|major|pre [--commit]`, and `npm run release -- current --publish`.
 *
 * Without a flag it is a rehearsal: it refuses what a release would refuse, packs the package under the new version into
 * `test-results/`, says what would be written and which commands would publish it, and changes nothing.
 *
 * `--commit` writes the version and the changelog, commits them and tags the commit. `current --publish` packs the
 * version that is committed and publishes it in Microsoft's marketplace (token in `VSCE_PAT`) and Open VSX (`OVSX_PAT`);
 * CI does that for a tag. Nothing is published without the flag and the tokens.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { root, testResults } from "./places.mjs";
import { webAddress } from "./release/address.mjs";
import {
  dirtyTree,
  isPreRelease,
  nextVersion,
  publications,
  releasedChangelog,
  steps,
  withVersion,
} from "./release/version.mjs";
import { run } from "./run.mjs";

try {
  await release();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function release() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      commit: { type: "boolean", default: false },
      publish: { type: "boolean", default: false },
    },
  });
  const [step, ...rest] = positionals;
  if (step === undefined || rest.length > 0 || ![...steps, "current"].includes(step)) {
    throw new Error(`Say one of ${[...steps, "current"].join(", ")}: npm run release -- minor`);
  }
  if (values.publish && step !== "current") {
    throw new Error(
      "First a commit (`--commit`), then its publication (`current --publish`), so that what is published is a tag.",
    );
  }
  if (values.commit && step === "current")
    throw new Error("`current` has nothing to commit: leave out `--commit`.");
  const dirty = dirtyTree(git("status", "--porcelain"));
  if (dirty !== null) throw new Error(dirty);

  const manifestFile = path.join(root, "package.json");
  const changelogFile = path.join(root, "CHANGELOG.md");
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
  const next =
    step === "current"
      ? { version: manifest.version, preRelease: isPreRelease(manifest.version) }
      : nextVersion(manifest.version, step);
  const day = new Date().toISOString().slice(0, 10);
  const changelog = readFileSync(changelogFile, "utf8");
  const written = step === "current" ? changelog : releasedChangelog(changelog, next.version, day);
  const address = webAddress(manifest.repository?.url ?? manifest.repository);
  const tag = `v${next.version}`;
  if (step === "current" && values.publish) checkPublication(manifest, changelog, address, tag);
  if (step !== "current" && git("tag", "--list", tag).trim() !== "")
    throw new Error(`There is a tag ${tag} already.`);

  console.log(`${manifest.version} → ${next.version}${next.preRelease ? ", a pre-release" : ""}`);
  const file = await pack(next, tag);
  const commands = publications(file, next.preRelease);

  if (values.publish) {
    for (const [program, ...args] of commands) {
      const code = await run(program, args, { shell: process.platform === "win32" });
      if (code !== 0)
        throw new Error(`${program} ${args[0]} failed: see above. What was published before it stays.`);
    }
    return;
  }
  if (values.commit) {
    const versions = [manifestFile, path.join(root, "package-lock.json")];
    for (const name of versions) writeFileSync(name, withVersion(readFileSync(name, "utf8"), next.version));
    writeFileSync(changelogFile, written);
    git("commit", "--all", "--message", `Release ${next.version}`);
    git("tag", "--annotate", tag, "--message", `Gradbook ${next.version}`);
    console.log(`Committed and tagged ${tag}. Next: git push --follow-tags, and CI publishes it.`);
    return;
  }
  console.log(
    "\nA rehearsal: nothing was written but the package. With --commit the version, and in CHANGELOG.md:",
  );
  if (step !== "current") console.log(`  ## [${next.version}] - ${day}`);
  console.log(`Then, for the tag ${tag}, with VSCE_PAT and OVSX_PAT:`);
  for (const command of commands) console.log(`  ${command.join(" ")}`);
  if (!address)
    console.log("Missing before it can be published: package.json's `repository`, for the listing's links.");
}

function checkPublication(manifest, changelog, address, tag) {
  if (!address)
    throw new Error(
      "package.json has no `repository`: add the repository's address, for the listing's links.",
    );
  if (!changelog.includes(`\n## [${manifest.version}]`)) {
    throw new Error(`CHANGELOG.md has no ${manifest.version}: make the release with \`--commit\` first.`);
  }
  if (!git("tag", "--points-at", "HEAD").split("\n").includes(tag)) {
    throw new Error(
      `The commit that is checked out is not tagged ${tag}: check out what is to be published.`,
    );
  }
  for (const name of ["VSCE_PAT", "OVSX_PAT"]) {
    if (!process.env[name]) throw new Error(`There is no token in ${name}: nothing was published.`);
  }
}

async function pack({ version, preRelease }, tag) {
  mkdirSync(testResults, { recursive: true });
  const file = path.join("test-results", `gradbook-${version}.vsix`);
  if ((await run(process.execPath, ["esbuild.mjs", "--production"])) !== 0)
    throw new Error("The build failed.");
  const args = [
    `--out=${file}`,
    `--version=${version}`,
    `--revision=${tag}`,
    ...(preRelease ? ["--pre-release"] : []),
  ];
  if ((await run(process.execPath, ["scripts/package.mjs", ...args])) !== 0)
    throw new Error("Packing failed.");
  return file;
}

function git(...args) {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}
