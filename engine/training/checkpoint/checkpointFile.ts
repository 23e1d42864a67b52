/** What a checkpoint is in a file: tensors by name, all else as JSON, and a checksum, in one safetensors file. */
import { crc32 } from "../../data/crc32.ts";
import type { RawArray } from "../../data/idx.ts";
import { printSafetensors, readSafetensors } from "../../data/safetensors.ts";
import type { OptimizerStateDict } from "../../optim/optimizer.ts";
import { encodeUtf8 } from "../../data/utf8.ts";
import { say } from "../../payload/say.ts";

/** Files of a newer layout are refused. */
const VERSION = 1;

/** The checksum is the first that a file says, so that it is found without reading anything else. */
const HEAD = '{"__metadata__":{"checksum":"';
const EMPTY = "00000000";
const AT = 8 + HEAD.length;

/** What stands in a file. */
export interface CheckpointContent {
  readonly tensors: ReadonlyMap<string, RawArray>;
  readonly state: CheckpointState;
}

/** All that is no tensor. */
export interface CheckpointState {
  /** Null where there is none. */
  readonly model: { readonly name: string } | null;
  readonly optimizer: {
    readonly name: string;
    /** Numbers that are remembered of a parameter. */
    readonly numbers: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly paramGroups: OptimizerStateDict["paramGroups"];
  } | null;
  readonly scheduler: readonly NamedState[] | null;
  readonly callbacks: readonly NamedState[] | null;
  readonly history: Readonly<Record<string, unknown>> | null;
  readonly random: readonly { readonly seed: number; position: number; nextNormal: number | null }[] | null;
}

export interface NamedState {
  /** The class. */
  readonly name: string;
  readonly values: unknown;
}

/** The bytes of a file. */
export function printCheckpoint(
  { tensors, state }: CheckpointContent,
  notes: Readonly<Record<string, string>>,
  version = VERSION,
): Uint8Array {
  const metadata = {
    checksum: EMPTY,
    format: "pt",
    ...notes,
    version: String(version),
    checkpoint: JSON.stringify(state, writable),
  };
  const bytes = printSafetensors(tensors, metadata);
  bytes.set(encodeUtf8(hex(crc32(bytes))), AT);
  return bytes;
}

/** @throws {Error} for a file that is damaged, newer, or no checkpoint */
export function parseCheckpoint(bytes: Uint8Array, path: string): CheckpointContent {
  const marked = latin(bytes.subarray(8, AT)) === HEAD;
  const stands = latin(bytes.subarray(AT, AT + EMPTY.length));
  if (marked) {
    const blank = new Uint8Array(bytes);
    blank.set(encodeUtf8(EMPTY), AT);
    if (hex(crc32(blank)) !== stands) {
      throw new Error(
        say`${path}: this checkpoint is damaged, its checksum does not fit. Take an older copy, or begin anew.`,
      );
    }
  }
  const { tensors, metadata } = readSafetensors(bytes, path);
  const { version, checkpoint } = metadata;
  if (!marked || version === undefined || checkpoint === undefined) {
    throw new Error(
      say`${path}: these are tensors, but no checkpoint, as save writes it. Read them by data.loadSafetensors.`,
    );
  }
  if (Number(version) > VERSION) {
    throw new Error(
      say`${path}: this checkpoint is of a newer Gradbook (layout ${version}, where ${VERSION} is known). Update
        Gradbook.`,
    );
  }
  return { tensors, state: JSON.parse(checkpoint, readable) as CheckpointState };
}

function hex(value: number): string {
  return value.toString(16).padStart(EMPTY.length, "0");
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Numbers that JSON has no words for. */
function writable(_key: string, value: unknown): unknown {
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { number: Object.is(value, -0) ? "-0" : String(value) };
}

function readable(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { number, ...more } = value as { number?: unknown };
  return typeof number === "string" && Object.keys(more).length === 0 ? Number(number) : value;
}
