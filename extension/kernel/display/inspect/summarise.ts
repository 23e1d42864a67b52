/** What the *Variables* view shows of a value. Never throws, runs none of the value's own code but `typeName()`. */
import type { nn, Tensor } from "../../../../engine/index.ts";
import type { VariableSummary } from "../../protocol/protocol.ts";
import { plural } from "../../../../engine/payload/language.ts";
import { brief, own, typeName } from "./brief.ts";
import { tensorFacts } from "./tensorSummary.ts";
import { types } from "./valueInspection.ts";

type Facts = Omit<VariableSummary, "name" | "cell" | "hasGrid">;

/** The engine's classes, as its module exports them; a stand-in for the engine may lack them. */
export interface EngineClasses {
  Tensor?: unknown;
  nn?: unknown;
}

export function summarise(value: unknown, engine: EngineClasses): Facts {
  const plain: Facts = { type: "", shape: null, dtype: null, bytes: null, summary: "" };
  try {
    const type = exportedName(typeName(value), engine);
    if (isOf(value, engine.Tensor) && own(value, "array") !== undefined)
      return { type, ...tensorFacts(value as Tensor) };
    const { Module } = (engine.nn ?? {}) as Partial<typeof nn>;
    if (isOf(value, Module)) return { ...plain, ...moduleFacts(value as nn.Module, engine) };
    if (typeof value === "object" && !types.isProxy(value) && ArrayBuffer.isView(value))
      plain.bytes = value.byteLength;
    return { ...plain, type, ...(Array.isArray(value) && { shape: [value.length] }), summary: brief(value) };
  } catch (error) {
    return { ...plain, type: typeof value, summary: `(${String(error)})` };
  }
}

/** The name under which the engine exports a class that its bundler gave an underscore. */
function exportedName(name: string, engine: EngineClasses): string {
  const exported = name.replace(/^_/, "");
  const namespaces: object[] = [engine, engine.nn instanceof Object ? engine.nn : {}];
  return namespaces.some((namespace) => exported in namespace) ? exported : name;
}

/** Whether it is an instance of `type`, a class of the engine's that a stand-in may lack. */
export function isOf(value: unknown, type: unknown): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return !types.isProxy(value) && typeof type === "function" && value instanceof type;
}

/** By the engine's own method: a subclass's would be the notebook's code. */
function moduleFacts(module: nn.Module, { nn: namespace }: EngineClasses): Partial<Facts> {
  const parameters = [...(namespace as typeof nn).Module.prototype.namedParameters.call(module)];
  const facts = parameters.map(([, { array }]) => array.size);
  const count = facts.reduce((sum, size) => sum + size, 0);
  const bytes = parameters.reduce(
    (sum, [, { array }]) => sum + array.size * (array.dtype === "float64" ? 8 : 4),
    0,
  );
  const mode = module.training ? "train" : "eval";
  return {
    type: module.typeName(),
    bytes,
    summary: `${plural(count.toLocaleString("en-US"), "parameter")} in ${plural(facts.length, "tensor")} · ${mode} mode`,
  };
}
