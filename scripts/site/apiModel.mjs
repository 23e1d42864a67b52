/** The engine's exports with their doc comments, read by TypeDoc from the declarations that the editor reads, too. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Application, ReflectionKind } from "typedoc";
import { root } from "../places.mjs";
import { pageOf } from "./apiGroups.mjs";

/**
 * @typedef {import("typedoc").DeclarationReflection} Declaration
 * @typedef {import("typedoc").Comment} Comment
 * @typedef {object} Symbol
 * @property {string} name as cells write it, with its namespace: `nn.Linear`
 * @property {string} id the place's name on its page
 * @property {string} page the group's name
 * @property {"function" | "class" | "value" | "type" | "alias"} kind
 * @property {Declaration} declaration
 * @property {string | null} same the name that this one is another name of
 */

/** @returns {Promise<Symbol[]>} */
export async function readApi() {
  const entry = path.join(root, "dist", "types", "index.d.ts");
  if (!existsSync(entry)) throw new Error("Build first: npm run build");
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-api-"));
  const types = path.join(folder, "types");
  copyTypes(path.dirname(entry), types);
  const tsconfig = path.join(folder, "tsconfig.json");
  writeFileSync(
    tsconfig,
    JSON.stringify({
      compilerOptions: {
        target: "es2023",
        module: "nodenext",
        lib: ["es2023", "esnext.disposable", "dom"],
        types: ["node"],
        typeRoots: [path.join(root, "node_modules", "@types")],
        strict: true,
        skipLibCheck: true,
        noEmit: true,
      },
      files: [path.join(types, "index.d.ts")],
    }),
  );
  try {
    const application = await Application.bootstrap({
      entryPoints: [path.join(types, "index.d.ts")],
      tsconfig,
      excludePrivate: true,
      excludeProtected: true,
      excludeInternal: true,
      skipErrorChecking: true,
      disableGit: true,
      sourceLinkTemplate: "{path}",
      readme: "none",
      logLevel: "Error",
    });
    const project = await application.convert();
    if (!project) throw new Error("TypeDoc could not read the engine’s declarations.");
    return withIds(symbolsIn(project, ""));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * TypeDoc takes what is said of a file that only hands names on for what is said of its first names.
 * @param {string} from @param {string} to
 */
function copyTypes(from, to) {
  cpSync(from, to, { recursive: true });
  for (const file of readdirSync(to, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts")) continue;
    const text = readFileSync(path.join(to, file), "utf8");
    const without = text.replace(/^\/\*\*(?:[^*]|\*(?!\/))*\*\/\s*(?=export\s*(?:type\s*)?[{*])/, "");
    if (without !== text) writeFileSync(path.join(to, file), without);
  }
}

/** A name can be a value and a type. @param {Symbol[]} symbols */
function withIds(symbols) {
  /** @type {Set<string>} */
  const seen = new Set();
  for (const symbol of symbols) {
    symbol.id = seen.has(symbol.name) ? `${symbol.name}-type` : symbol.name;
    seen.add(symbol.name);
  }
  return symbols;
}

const kinds = new Map([
  [ReflectionKind.Function, "function"],
  [ReflectionKind.Class, "class"],
  [ReflectionKind.Variable, "value"],
  [ReflectionKind.Interface, "type"],
  [ReflectionKind.TypeAlias, "type"],
]);

/**
 * @param {import("typedoc").ContainerReflection} container
 * @param {string} prefix
 * @returns {Symbol[]}
 */
function symbolsIn(container, prefix) {
  return (container.children ?? []).flatMap((declaration) => {
    const name = prefix + declaration.name;
    if (declaration.kind === ReflectionKind.Namespace) return symbolsIn(declaration, `${name}.`);
    const target = declaration.isReference() ? declaration.getTargetReflectionDeep() : declaration;
    const same = target === declaration ? null : nameOf(target);
    const kind = /** @type {Symbol["kind"]} */ (kinds.get(target.kind) ?? "value");
    const page = pageOf(prefix, declaration.name, declaration.sources?.[0]?.fileName ?? "", kind);
    return [
      {
        name,
        id: "",
        page,
        kind: same === null ? kind : "alias",
        declaration: /** @type {Declaration} */ (target),
        same,
      },
    ];
  });
}

/** @param {import("typedoc").Reflection} reflection */
export const nameOf = (reflection) => reflection.getFullName(".");
