import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Reference } from "./reference.ts";

/** @param dist the folder of the built extension, with the engine's declarations and its page on parity */
export function readReference(dist: string): Reference {
  const read = (file: string): string | null => (existsSync(file) ? readFileSync(file, "utf8") : null);
  return new Reference(
    (name) => read(path.join(dist, "types", name)),
    read(path.join(dist, "parity.md")) ?? "",
  );
}
