/** Operations as they are drawn: one by one, or by layer where there are too many. */
import type { ModuleCall } from "../../core/context.ts";
import { Module } from "../../nn/module.ts";
import type { Node } from "../../core/node.ts";

/** Operations that stand next to each other in the order in which they ran, drawn as one. */
export interface Group {
  operations: readonly Node[];
  /** The layer that they are the call of; null for a single operation or for operations of no one layer. */
  module: object | null;
}

/** @param most groups, at least 1 */
export function groupsOf(operations: readonly Node[], most: number): Group[] {
  const single = operations.map((node): Group => ({ operations: [node], module: null }));
  if (single.length <= most) return single;
  const chains = operations.map(chainOf);
  const deepest = Math.max(...chains.map((chain) => chain.length));
  for (let depth = deepest; depth > 0; depth--) {
    const groups = byLayer(operations, chains, depth);
    if (groups.length <= most) return groups;
  }
  return merged(byLayer(operations, chains, 1), most);
}

/** The calls that an operation ran in, the outermost first; without a model that only calls its parts. */
function chainOf({ call }: Node): ModuleCall[] {
  const chain: ModuleCall[] = [];
  for (let at = call; at; at = at.outer) chain.unshift(at);
  const outermost = chain.at(0)?.module;
  if (outermost instanceof Module && outermost.children().length > 0) chain.shift();
  return chain;
}

/** Neighbours that ran in the same call, `depth` calls deep at most. */
function byLayer(operations: readonly Node[], chains: readonly ModuleCall[][], depth: number): Group[] {
  const groups: { operations: Node[]; module: object | null; call: object | null }[] = [];
  operations.forEach((node, i) => {
    const chain = chains[i];
    const call = chain.at(Math.min(depth, chain.length) - 1) ?? null;
    const last = groups.at(-1);
    if (call && last?.call === call) last.operations.push(node);
    else groups.push({ operations: [node], module: call?.module ?? null, call });
  });
  return groups;
}

/** Runs of neighbours, so that `most` remain. */
function merged(groups: readonly Group[], most: number): Group[] {
  const length = Math.ceil(groups.length / most);
  const runs: Group[] = [];
  for (let at = 0; at < groups.length; at += length) {
    const run = groups.slice(at, at + length);
    runs.push(run.length === 1 ? run[0] : { operations: run.flatMap((g) => g.operations), module: null });
  }
  return runs;
}
