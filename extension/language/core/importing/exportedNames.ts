/** What `gradbook` exports, as names: they stay the same for as long as the editor runs. */
import ts from "typescript";
import type { Project } from "../project.ts";
import { engineExports, kindOf, resolveAlias } from "./engineExports.ts";
import type { Importable } from "./importable.ts";

export interface EngineNames {
  exported: readonly Importable[];
  byName: ReadonlyMap<string, Importable>;
  /** Of a name that a namespace of the engine exports, how it is reached: `Linear` as `nn.Linear`. */
  within: ReadonlyMap<string, string>;
}

const known = new WeakMap<ts.SourceFile, EngineNames>();

/** Exported for `torch.var`, but no name for a variable. */
const reserved = new Set(["var"]);
/** For the program around the engine, not for cells. */
const internal = new Set(["forgetCalls", "explainMissingGradient", "setHost", "Host"]);

export function engineNames(project: Project): EngineNames {
  const { engineFile } = project;
  const before = engineFile && known.get(engineFile);
  if (before) return before;
  const found = readNames(project);
  if (engineFile) known.set(engineFile, found);
  return found;
}

function readNames(project: Project): EngineNames {
  const checker = project.program.getTypeChecker();
  const exported: Importable[] = [];
  const within = new Map<string, string>();
  for (const symbol of engineExports(project)) {
    const { name } = symbol;
    if (reserved.has(name) || internal.has(name)) continue;
    const target = resolveAlias(checker, symbol);
    exported.push({
      name,
      module: "gradbook",
      origin: "engine",
      kind: kindOf(target),
      isValue: (target.flags & ts.SymbolFlags.Value) !== 0,
      isType: (target.flags & ts.SymbolFlags.Type) !== 0,
    });
    if ((target.flags & ts.SymbolFlags.ValueModule) === 0) continue;
    for (const member of checker.getExportsOfModule(target)) {
      const isValue = (resolveAlias(checker, member).flags & ts.SymbolFlags.Value) !== 0;
      if (isValue && !within.has(member.name)) within.set(member.name, `${name}.${member.name}`);
    }
  }
  return { exported, byName: new Map(exported.map((one) => [one.name, one])), within };
}
