/** The pages for contributors tell the truth: what they name is there, and no room is left out. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const tops = ["engine", "extension", "renderer"];
const architecture = readFileSync("ARCHITECTURE.md", "utf8");
const contributing = readFileSync("CONTRIBUTING.md", "utf8");

/** Names in backquotes that are paths. */
function named(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name);
  const top = /^(?:engine|extension|renderer|scripts|test|docs|l10n)(?:\/|$)/;
  return quoted.filter((name) => top.test(name) || /^[\w.]+\.(?:json|mjs|md)$/.test(name));
}

/** Files of code in a folder, those below it apart. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map(({ name }) => name);

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.posix.join(folder, name));

describe("ARCHITECTURE.md and CONTRIBUTING.md", () => {
  it("name only files and folders that are there", () => {
    const names = [...named(architecture), ...named(contributing)];
    assert.ok(names.length > 50, `${names.length} names`);
    assert.deepEqual(
      names.filter((name) => !existsSync(name)),
      [],
    );
  });

  it("name every room", () => {
    const rooms = tops.flatMap(foldersIn);
    assert.deepEqual(
      rooms.filter((room) => !architecture.includes(`\`${room}\``)),
      [],
    );
    const floors = foldersIn("extension/kernel").map((room) => path.posix.basename(room));
    assert.deepEqual(
      floors.filter((room) => !architecture.includes(`\`${room}\``)),
      [],
    );
  });

  it("are right that rooms are small: none holds more than twenty files", () => {
    const walk = (folder: string): string[] => [folder, ...foldersIn(folder).flatMap(walk)];
    const full = tops.flatMap(walk).filter((folder) => filesIn(folder).length > 20);
    assert.deepEqual(full, []);
  });
});
