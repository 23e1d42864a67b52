import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

interface Version {
  nextVersion: (version: string, step: string) => { version: string; preRelease: boolean };
  isPreRelease: (version: string) => boolean;
  releasedChangelog: (text: string, version: string, day: string) => string;
  dirtyTree: (status: string) => string | null;
  withVersion: (text: string, version: string) => string;
  publications: (file: string, preRelease: boolean) => string[][];
}
interface Address {
  webAddress: (given: string | undefined) => string | undefined;
  linkArguments: (address: string | undefined, revision: string) => string[];
}
const load = async <T>(name: string) =>
  (await import(pathToFileURL(path.resolve("scripts", "release", name)).href)) as T;

describe("A release", () => {
  let version: Version;
  let address: Address;

  before(async () => {
    version = await load<Version>("version.mjs");
    address = await load<Address>("address.mjs");
  });

  const table: [from: string, step: string, to: string, preRelease: boolean][] = [
    ["0.1.0", "minor", "0.2.0", false],
    ["0.1.0", "pre", "0.1.1", true],
    ["0.2.0", "pre", "0.3.0", true],
    ["0.2.9", "patch", "0.2.10", false],
    ["0.2.9", "minor", "0.4.0", false],
    ["0.3.4", "major", "1.0.0", false],
  ];
  for (const [from, step, to, preRelease] of table) {
    it(`after ${from} by ${step} is ${to}`, () => {
      assert.deepEqual(version.nextVersion(from, step), { version: to, preRelease });
      assert.equal(version.isPreRelease(to), preRelease);
    });
  }

  it("refuses a patch of a pre-release, an unknown step and a version that the marketplace would not take", () => {
    assert.throws(() => version.nextVersion("0.1.0", "patch"), /`minor` releases/);
    assert.throws(() => version.nextVersion("0.2.0", "pach"), /one of patch, minor, major, pre/);
    assert.throws(() => version.nextVersion("0.2.0-beta.1", "minor"), /three numbers/);
  });

  it("moves what is unreleased under its version, and leaves the rest as it is", () => {
    const text =
      "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.2.0] - 2026-01-01\n\n- Old.\n";
    assert.equal(
      version.releasedChangelog(text, "0.4.0", "2026-02-01"),
      "# Changelog\n\n## [Unreleased]\n\n## [0.4.0] - 2026-02-01\n\n### Added\n\n- A thing.\n\n## [0.2.0] - 2026-01-01\n\n- Old.\n",
    );
  });

  it("refuses a changelog without news, without the heading, and with the version", () => {
    const none = "## [Unreleased]\n\n## [0.2.0] - 2026-01-01\n\n- Old.\n";
    assert.throws(() => version.releasedChangelog(none, "0.4.0", "2026-02-01"), /nothing under/);
    assert.throws(() => version.releasedChangelog("- A\n", "0.4.0", "2026-02-01"), /no heading/);
    const there = "## [Unreleased]\n\n- A.\n\n## [0.4.0] - 2026-01-01\n";
    assert.throws(() => version.releasedChangelog(there, "0.4.0", "2026-02-01"), /has 0\.4\.0 already/);
  });

  it("can be made of the changelog that is there", () => {
    const text = readFileSync("CHANGELOG.md", "utf8");
    assert.match(
      version.releasedChangelog(text, "999.0.0", "2026-02-01"),
      /^## \[999\.0\.0\] - 2026-02-01$/m,
    );
  });

  it("refuses a tree with changes, and names them", () => {
    assert.equal(version.dirtyTree(""), null);
    assert.match(version.dirtyTree(" M README.md\n?? new.ts\n") ?? "", /README\.md\n.*new\.ts/);
  });

  it("changes the package's version and no dependency's", () => {
    const lock = readFileSync("package-lock.json", "utf8");
    const changed = version.withVersion(lock, "9.9.9");
    assert.equal(changed.split("\n").filter((line) => line.includes('"9.9.9"')).length, 2);
    assert.equal(version.withVersion(changed, (JSON.parse(lock) as { version: string }).version), lock);
  });

  it("is published in both marketplaces, as a pre-release where it is one, and can be published again", () => {
    for (const preRelease of [true, false]) {
      const commands = version.publications("a.vsix", preRelease);
      assert.deepEqual(
        commands.map((command) => command.find((word) => /^(?:vsce|ovsx@)/.test(word))?.slice(0, 4)),
        ["vsce", "ovsx"],
      );
      for (const command of commands) {
        assert.ok(command.includes("a.vsix") && command.includes("--skip-duplicate"), command.join(" "));
        assert.equal(command.includes("--pre-release"), preRelease);
      }
    }
  });

  it("finds the repository's address however git writes it, and links to it", () => {
    for (const given of [
      "https://github.com/o/n",
      "git+https://github.com/o/n.git",
      "git@github.com:o/n.git",
      "ssh://git@github.com/o/n.git",
    ]) {
      assert.equal(address.webAddress(given), "https://github.com/o/n", given);
    }
    assert.equal(address.webAddress("/srv/n"), undefined);
    assert.deepEqual(address.linkArguments("https://github.com/o/n", "v1.2.0"), [
      "--baseContentUrl=https://github.com/o/n/blob/v1.2.0",
      "--baseImagesUrl=https://raw.githubusercontent.com/o/n/v1.2.0",
    ]);
    assert.deepEqual(address.linkArguments(undefined, "v1.2.0"), ["--no-rewrite-relative-links"]);
  });
});

describe("The workflow that publishes the site", () => {
  const text = readFileSync(path.join(".github", "workflows", "pages.yml"), "utf8");

  it("is started by a person alone, and may write pages only where it publishes them", () => {
    assert.match(text, /^on:\n {2}workflow_dispatch:\n\n/m);
    assert.match(text, /^permissions:\n {2}contents: read$/m);
    const [build = "", publish = ""] = text.split(/^ {2}publish:$/m);
    assert.doesNotMatch(build, /write/);
    assert.match(publish, /permissions:\n {6}pages: write\n {6}id-token: write\n/);
    assert.match(build, /- run: npm run site\n[\s\S]*path: site\n/);
  });
});

describe("The public CI workflow", () => {
  const text = readFileSync(path.join(".github", "workflows", "ci.yml"), "utf8");
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

  it("calls nothing of npm that is not there", () => {
    const named = Array.from(text.matchAll(/\bnpm run ([\w:]+)/g), ([, name]) => name ?? "");
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
    assert.match(text, /xvfb-run --auto-servernum npm test/);
  });

  it("tests on Linux, macOS and Windows, and publishes only what has passed there", () => {
    for (const system of ["ubuntu", "macos", "windows"]) assert.ok(text.includes(`${system}-latest`), system);
    assert.match(text, /if: startsWith\(github\.ref, 'refs\/tags\/v'\)\n {4}needs: test/);
  });

  it("may read the repository and no more, and holds no token", () => {
    assert.match(text, /^permissions:\n {2}contents: read$/m);
    for (const [, value] of text.matchAll(/_PAT: (.*)/g))
      assert.match(value ?? "", /^\$\{\{ secrets\.\w+ \}\}$/);
  });
});
