import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const specifiers = /(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']+)["']/g;

/**
 * Writes the types of the engine's public door beside `dist/engine.js`: the compiler's declarations of
 * `engine/node.ts` and of everything it reaches, under `dist/types/`, and `dist/engine.d.ts` that leads there.
 *
 * @param {string} root the repository, after `tsc --build`
 */
export function writeDeclarations(root) {
  const from = path.join(root, "out", "engine");
  const to = path.join(root, "dist", "types");
  rmSync(to, { recursive: true, force: true });
  const queue = [path.join(from, "node.d.ts")];
  const seen = new Set(queue);
  for (const file of queue) {
    const text = readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
    const target = path.join(to, path.relative(from, file));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
    for (const [, specifier] of text.matchAll(specifiers)) {
      const next = path.join(path.dirname(file), specifier.replace(/\.(ts|js)$/, ".d.ts"));
      if (seen.has(next) || !existsSync(next)) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  writeFileSync(path.join(root, "dist", "engine.d.ts"), 'export * from "./types/node.js";\n');
}
