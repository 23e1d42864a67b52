import assert from "node:assert/strict";
import { fork, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { SaveJournal } from "../../../extension/saving/saveJournal.ts";
import { putInPlace, writeWhole } from "../../../extension/saving/wholeFile.ts";
import { nodeFiles, putInPlace as putInPlaceLater } from "../../../engine/nodeFiles.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "gradbook-save-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names: string[]): string => path.join(folder, ...names);
const saver = fileURLToPath(new URL(`savingProcess${path.extname(import.meta.url)}`, import.meta.url));
const text = (file: string): string => readFileSync(file, "utf8");

describe("A file that is written whole", () => {
  it("holds the new text, keeps its permissions and a link to it, and leaves nothing beside it", () => {
    writeFileSync(at("a.md"), "old");
    chmodSync(at("a.md"), 0o640);
    symlinkSync(at("a.md"), at("link.md"));
    writeWhole(at("link.md"), "new");
    assert.equal(text(at("a.md")), "new");
    assert.equal(statSync(at("a.md")).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(folder).sort(), ["a.md", "link.md"]);
  });

  it("keeps permissions that new files do not get", () => {
    writeFileSync(at("shared.md"), "old");
    chmodSync(at("shared.md"), 0o666);
    const mask = process.umask(0o027);
    try {
      writeWhole(at("shared.md"), "new");
    } finally {
      process.umask(mask);
    }
    assert.equal(statSync(at("shared.md")).mode & 0o777, 0o666);
  });

  for (const how of ["whole", "checkpoint"]) {
    it(`is as it was when the disk is full after a part of it, as ${how}`, function () {
      if (process.platform === "win32") return this.skip();
      writeFileSync(at("a.md"), "old");
      // A limit on the size of files, in blocks of 512 or 1024 bytes: the first write writes a part and succeeds.
      const limited = `ulimit -f 64; exec "$0" "$@"`;
      const { stdout, stderr } = spawnSync(
        "sh",
        ["-c", limited, process.execPath, saver, how, at("a.md"), at("journal"), "once"],
        { encoding: "utf8" },
      );
      assert.match(stdout, /EFBIG|ENOSPC/, stderr);
      assert.equal(text(at("a.md")), "old");
      assert.deepEqual(readdirSync(folder), ["a.md"]);
    });
  }

  it("is as it was when it cannot be written, and leaves nothing beside it", () => {
    mkdirSync(at("folder"));
    writeFileSync(at("folder", "inside"), "");
    assert.throws(() => writeWhole(at("folder"), "x"));
    assert.throws(() => writeWhole(at("nowhere", "a.md"), "x"), /ENOENT/);
    assert.deepEqual(readdirSync(folder), ["folder"]);
  });

  it("is what the engine's checkpoints are", async () => {
    const files = nodeFiles(import.meta.url);
    await files.write(at("model.safetensors"), Uint8Array.from([1, 2]));
    await files.write(at("model.safetensors"), Uint8Array.from([3]));
    assert.deepEqual([...readFileSync(at("model.safetensors"))], [3]);
    await assert.rejects(files.write(folder, Uint8Array.from([1])), /EISDIR|EPERM|EACCES/);
    assert.deepEqual(readdirSync(folder), ["model.safetensors"]);
    await files.write(at("new", "deep", "x"), Uint8Array.from([1]));
    assert.deepEqual(readdirSync(at("new", "deep")), ["x"]);
  });
});

describe("A file that somebody else looks at while it is replaced", () => {
  /** A rename that Windows refuses the first `times`. */
  const refused = (times: number, code: string) => {
    const rename = (): void => {
      if (++rename.calls <= times) throw Object.assign(new Error(code), { code });
    };
    rename.calls = 0;
    return rename;
  };
  const later = (rename: () => void) => async (): Promise<void> => {
    await Promise.resolve();
    rename();
  };

  it("is tried again on Windows", async () => {
    for (const code of ["EPERM", "EACCES", "EBUSY"]) {
      const now = refused(2, code);
      putInPlace(now, "win32");
      assert.equal(now.calls, 3);
      const then = refused(2, code);
      await putInPlaceLater(later(then), "win32");
      assert.equal(then.calls, 3);
    }
  });

  it("is an error where that says something else, and when it lasts", async () => {
    assert.throws(() => putInPlace(refused(1, "EPERM"), "linux"), /EPERM/);
    assert.throws(() => putInPlace(refused(1, "ENOSPC"), "win32"), /ENOSPC/);
    await assert.rejects(putInPlaceLater(later(refused(1, "EPERM")), "darwin"), /EPERM/);
    await assert.rejects(putInPlaceLater(later(refused(3, "EBUSY")), "win32", [1, 1]), /EBUSY/);
  });
});

describe("The journal of saves", () => {
  const old = "# old\n\n```ts\n1\n```\n";
  const next = "# new\n\n```ts\nconst a = '漢字';\n```\n";
  const dead = (): boolean => false;
  const journal = (isAlive = dead) => new SaveJournal(at("journal"), isAlive);

  it("makes a file whole wherever its saving was cut off", () => {
    const bytes = Buffer.from(next);
    for (let cut = 0; cut < bytes.length; cut++) {
      journal().begin(at("a.md"), bytes);
      writeFileSync(at("a.md"), bytes.subarray(0, cut));
      const [repair] = journal().repair();
      assert.equal(repair?.damaged.length, cut);
      assert.equal(text(at("a.md")), next);
      assert.deepEqual(journal().repair(), []);
    }
  });

  it("leaves a file alone that is old, new, somebody else's, gone, or was changed later", () => {
    for (const held of [old, next, "# newer\n", null]) {
      journal().begin(at("a.md"), Buffer.from(next));
      rmSync(at("a.md"), { force: true });
      if (held !== null) writeFileSync(at("a.md"), held);
      assert.deepEqual(journal().repair(), []);
      assert.equal(existsSync(at("a.md")) ? text(at("a.md")) : null, held);
    }
    journal().begin(at("a.md"), Buffer.from(next));
    writeFileSync(at("a.md"), "");
    const later = new Date(Date.now() + 3_600_000);
    utimesSync(at("a.md"), later, later);
    assert.deepEqual(journal().repair(), []);
    assert.equal(text(at("a.md")), "");
  });

  it("has nothing to say of what was saved, and waits for those who are still saving", () => {
    journal().begin(at("a.md"), Buffer.from(next));
    journal().end(at("a.md"));
    writeFileSync(at("a.md"), "");
    assert.deepEqual(journal().repair(), []);
    journal().begin(at("a.md"), Buffer.from(next));
    assert.deepEqual(journal(() => true).repair(), []);
    assert.equal(journal().repair().length, 1);
  });

  it("stands an entry that is broken", () => {
    mkdirSync(at("journal"));
    writeFileSync(at("journal", "x.save"), "no json\nrest");
    assert.deepEqual(journal().repair(), []);
    assert.deepEqual(readdirSync(at("journal")), []);
  });
});

describe("A save that SIGKILL interrupts", function () {
  this.timeout(120_000);
  for (const [how, title] of [
    ["whole", "leaves the old file or the new one, where we write it ourselves"],
    ["checkpoint", "leaves the old checkpoint or the new one"],
    ["journal", "leaves the old file or the new one after the next start, where VS Code writes it"],
  ] as const) {
    it(title, async () => {
      const file = at("saved.md");
      let damaged = 0;
      for (let round = 0; round < 12; round++) {
        const child = fork(saver, [how, file, at("journal")]);
        const gone = new Promise((resolve) => child.once("exit", resolve));
        // It saves one version after the other from then on, and dies in the middle of some step.
        await new Promise((resolve) => child.once("message", resolve));
        await new Promise((resolve) => setTimeout(resolve, round * 3));
        child.kill("SIGKILL");
        await gone;
        damaged += new SaveJournal(at("journal")).repair().length;
        const saved = text(file);
        assert.match(saved, /^version (\d+)\n(?:line \1\n){20000}end \1\n$/, `round ${round}`);
      }
      if (how === "journal")
        assert.ok(damaged > 0, "one of them was cut off in the middle, and was repaired");
    });
  }
});
