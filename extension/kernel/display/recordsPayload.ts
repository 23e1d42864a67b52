/** An array of records as a table. Runs no code of the records: getters are not read. */
import { inspect } from "./inspect/valueInspection.ts";
import { mostColumns, mostRows, tablePayload, widest } from "../../../engine/payload/table.ts";
import type { TablePayload } from "../../../engine/payload/values.ts";

/** Null for anything but an array of two or more plain objects that have keys in common. */
export function recordsPayload(value: unknown): TablePayload | null {
  if (!Array.isArray(value) || value.length < 2) return null;
  const records = value.slice(0, mostRows) as unknown[];
  if (!records.every(isRecord)) return null;
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const filled = records.reduce((sum, record) => sum + Object.keys(record).length, 0);
  // Records that share little make a table of holes.
  if (keys.length === 0 || filled < (keys.length * records.length) / 2) return null;
  const columns = keys.slice(0, mostColumns).map((name) => ({
    name,
    cells: records.map((record) => ownValue(record, name)),
    texts: records.map((record) => cellText(record, name)),
  }));
  return tablePayload(columns, { total: value.length, totalColumns: keys.length });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function ownValue(record: Record<string, unknown>, key: string): unknown {
  return Object.getOwnPropertyDescriptor(record, key)?.value;
}

function cellText(record: Record<string, unknown>, key: string): string | null {
  if (!Object.hasOwn(record, key)) return null;
  const value = ownValue(record, key);
  return typeof value === "string"
    ? value
    : inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 6, maxStringLength: widest });
}
