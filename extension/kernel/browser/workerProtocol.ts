/** What a browser's kernel and its workers say to each other. Types only. */
import type { KernelOptions } from "../protocol/protocol.ts";
import type { FromThread, ModuleRequest, ModuleResponse, ToThread } from "../protocol/threadProtocol.ts";

/** The first message to a worker made of `dist/browserKernel.js`; all others go through its port. */
export interface StartCells {
  role: "cells";
  port: MessagePort;
  options: KernelOptions;
  shared: SharedArrayBuffer | null;
  /** The kernels' WebAssembly, the best first. */
  kernels: readonly Uint8Array[];
  /** Shipped files that code may want without waiting. */
  atOnce: Readonly<Record<string, Uint8Array>>;
  /** URL of the worker's own script, for threads of its own; null where there can be none. */
  script: string | null;
  /** Where packages come from that the workspace does not have; empty for nowhere. */
  moduleServer: string;
  /** Name of a lock for the worker to hold as long as it lives; null where there are no locks. */
  life: string | null;
  /** See `closed` of surroundings.ts. */
  closed: boolean;
}

/** What a cell thread asks of the program around, which waits for nothing else. */
export type Question =
  | { what: "read"; url: string }
  | { what: "write"; url: string; bytes: Uint8Array }
  | { what: "bundled"; name: string };

export type ToCells =
  | { type: "thread"; message: ToThread }
  /** A URL that works until the running cell is to stop. */
  | { type: "signal"; url: string }
  | { type: "module"; answer: ModuleResponse }
  /** `bytes` is null where there is no such file. */
  | { type: "answer"; id: number; bytes: Uint8Array | null }
  | { type: "refused"; id: number; message: string };

export type FromCells =
  | { type: "thread"; message: FromThread }
  /** The worker holds its lock. */
  | { type: "lives" }
  | { type: "module"; request: ModuleRequest }
  | { type: "ask"; id: number; question: Question }
  /** Bytes that the engine has taken. */
  | { type: "usage"; bytes: number };
