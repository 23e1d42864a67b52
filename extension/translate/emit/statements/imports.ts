/** `import` and `from … import`. */
import { isBookValue, moduleHere, moduleNamed, pathHere, signatureOf } from "../../library/library.ts";
import type { StmtOf } from "../../python/ast.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";

/** Modules that Python needs and TypeScript does not. */
const needless = new Set([
  "math",
  "numpy",
  "random",
  "time",
  "matplotlib.pyplot",
  "torch.utils",
  "torch.autograd",
  "numpy.random",
  "os",
  "re",
  "collections",
  "torchvision",
]);
/** Of Python's own and for figures in its notebooks: a mark stands where one of them is used. */
const silent =
  /^(?:math|numpy|random|time|matplotlib(?:\..*)?|matplotlib_inline(?:\..*)?|IPython(?:\..*)?|typing|__future__|collections(?:\.\w+)?|os|requests|zipfile|tarfile|hashlib|inspect|sys|mpl_toolkits(?:\.\w+)?)$/;

/** Lines for what an import at the top of the cell does not cover. */
export function importCode(emit: Emit, s: StmtOf<"import"> | StmtOf<"from">): Doc[] {
  if (s.kind === "import") return s.names.flatMap(({ path, as }) => wholeModule(emit, path, as));
  if (s.module === "__future__" || s.module === "typing") return [];
  const lines: Doc[] = [];
  const taken = new Map<string, string[]>();
  for (const { name, as } of s.names) {
    const found = oneName(emit, s.module, name, as ?? name);
    if (!("from" in found)) lines.push(...found.lines);
    else taken.set(found.from, [...(taken.get(found.from) ?? []), found.pattern]);
  }
  for (const [from, patterns] of taken) lines.push(`const { ${patterns.join(", ")} } = ${from};`);
  return lines;
}

/** Lines for a name, or what to take it from and how. */
type Taken = { lines: Doc[] } | { from: string; pattern: string };

function wholeModule(emit: Emit, path: string, as: string | null): Doc[] {
  const first = path.split(".")[0] ?? path;
  const module = moduleNamed(as === null ? first : path);
  if (!module) {
    if (!silent.test(path)) emit.mark("module", path);
    return [];
  }
  return bind(emit, module, as ?? first);
}

function bind(emit: Emit, module: string, alias: string): Doc[] {
  const here = moduleHere(module);
  if (here === null) {
    if (!needless.has(module)) emit.mark("module", module);
    return [];
  }
  const root = emit.root(here.split(".")[0] ?? here);
  emit.bound.add(alias);
  return root === alias && root === here ? [] : [`const ${emit.names.of(alias)} = ${here};`];
}

function oneName(emit: Emit, module: string, name: string, alias: string): Taken {
  const whole = moduleNamed(`${module}.${name}`);
  if (whole) return { lines: bind(emit, whole, alias) };
  const path = `${moduleNamed(module) ?? module}.${name}`;
  const here = pathHere(path);
  if (name === "*" || !moduleNamed(module) || here === null) {
    if (!moduleNamed(module) || name === "*") {
      if (!silent.test(module)) emit.mark("module", `${module}.${name}`);
    } else if (path.startsWith("torch")) emit.mark("missing", path);
    return { lines: [] };
  }
  if (!signatureOf(path) && name !== "Tensor" && !isBookValue(path)) {
    emit.mark("missing", path);
    return { lines: [] };
  }
  if (here.startsWith("Math.") || path.startsWith("numpy.")) return { lines: [] };
  emit.bound.add(alias);
  const [root = "", ...rest] = here.split(".");
  const own = emit.names.of(alias);
  const last = rest[rest.length - 1] ?? "";
  if (root === "torch" && rest.length === 1) {
    emit.imported.add(last === own ? last : `${last} as ${own}`);
    return { lines: [] };
  }
  emit.root(root);
  const from = [root, ...rest.slice(0, -1)].join(".");
  return { from, pattern: last === own ? own : `${last}: ${own}` };
}

/** The cell's own imports, without the names that cells above it have. */
export function importLines(emit: Emit, have: ReadonlySet<string>): string[] {
  const roots = [...emit.roots].filter((root) => !have.has(root));
  const named = [...roots.filter((root) => root !== "torch"), ...emit.imported].sort((a, b) =>
    a.localeCompare(b),
  );
  const node = [...emit.nodeModules].filter((name) => !have.has(name)).sort();
  return [
    ...node.map((name) => `import * as ${name} from "node:${name}";`),
    ...(roots.includes("torch") ? ['import * as torch from "gradbook";'] : []),
    ...(named.length > 0 ? [`import { ${named.join(", ")} } from "gradbook";`] : []),
  ];
}
