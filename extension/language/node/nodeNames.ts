/** What the modules of Node.js export that notebooks use most: read from the modules, with or without their types. */
import type { Importable } from "../core/importing/importable.ts";

const modules = [
  ...["fs", "path", "os", "url", "util", "crypto", "zlib", "events", "stream", "buffer", "readline"],
  ...["fs/promises", "timers/promises", "child_process", "perf_hooks", "worker_threads", "http", "https"],
];

let read: Importable[] | null = null;

/** Names that several modules export are those of the first. */
export function nodeNames(): readonly Importable[] {
  if (read) return read;
  const found = new Map<string, Importable>();
  for (const id of modules) {
    const module = `node:${id}`;
    const exported = Object.getOwnPropertyDescriptors(process.getBuiltinModule(module) ?? {});
    for (const [name, property] of Object.entries(exported)) {
      // What must be asked for is old, and warns.
      const value: unknown = property.value;
      if (
        value === undefined ||
        found.has(name) ||
        name in globalThis ||
        !/^[\p{ID_Start}$][\p{ID_Continue}$]*$/u.test(name)
      )
        continue;
      const isClass = typeof value === "function" && /^[A-Z]/.test(name);
      const kind = isClass ? "class" : typeof value === "function" ? "function" : "const";
      found.set(name, { name, module, origin: "node", kind, isValue: true, isType: isClass });
    }
  }
  for (const id of modules.filter((id) => !id.includes("/"))) {
    const whole = { name: id, module: `node:${id}`, origin: "node", kind: "module" } as const;
    found.set(id, { ...whole, isValue: true, isType: false, whole: true });
  }
  return (read = [...found.values()]);
}
