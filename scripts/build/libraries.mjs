import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes what the cells' language service reads into `dist/library/`: the declarations of the ES library with all
 * they refer to, those of the kernel's globals, and TypeScript's messages in Chinese.
 *
 * @param {string} root the repository
 */
export function writeLibraries(root) {
  const from = path.join(root, "node_modules", "typescript", "lib");
  const to = path.join(root, "dist", "library");
  rmSync(to, { recursive: true, force: true });
  mkdirSync(path.join(to, "zh-cn"), { recursive: true });
  const list = path.join(root, "extension", "language", "core", "libraries.json");
  const queue = [...JSON.parse(readFileSync(list, "utf8"))];
  const seen = new Set(queue);
  for (const name of queue) {
    const file = `lib.${name}.d.ts`;
    const text = readFileSync(path.join(from, file), "utf8");
    writeFileSync(path.join(to, file), text);
    for (const [, next] of text.matchAll(/^\/\/\/ *<reference lib="([^"]+)"/gm)) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  for (const name of ["kernel.d.ts", "display.d.ts"]) {
    copyFileSync(path.join(root, "extension", "language", "types", name), path.join(to, name));
  }
  const messages = path.join("zh-cn", "diagnosticMessages.generated.json");
  copyFileSync(path.join(from, messages), path.join(to, messages));
}
