/**
 * What a cell finds in the kernel besides JavaScript's own objects. Node.js has more of each; a workspace with
 * `@types/node` gets those types as soon as a cell imports a module of Node's.
 */

interface Console {
  /** Prints below the cell. */
  log(...data: unknown[]): void;
  info(...data: unknown[]): void;
  debug(...data: unknown[]): void;
  /** Prints below the cell, marked as an error. */
  error(...data: unknown[]): void;
  warn(...data: unknown[]): void;
  /** Prints `data` with the place it was called from. */
  trace(...data: unknown[]): void;
  /** Prints rows as a table. */
  table(data: unknown, columns?: readonly string[]): void;
  dir(item: unknown, options?: { depth?: number | null; colors?: boolean; showHidden?: boolean }): void;
  dirxml(...data: unknown[]): void;
  /** Prints `data` as an error unless `condition` holds. */
  assert(condition?: unknown, ...data: unknown[]): void;
  /** Prints how often it was called with this label. */
  count(label?: string): void;
  countReset(label?: string): void;
  /** Indents what is printed until `groupEnd`. */
  group(...label: unknown[]): void;
  groupCollapsed(...label: unknown[]): void;
  groupEnd(): void;
  /** Starts a clock that `timeEnd` with the same label reads. */
  time(label?: string): void;
  timeLog(label?: string, ...data: unknown[]): void;
  timeEnd(label?: string): void;
  timeStamp(label?: string): void;
  profile(label?: string): void;
  profileEnd(label?: string): void;
  clear(): void;
}
declare var console: Console;

interface MemoryUsage {
  rss: number;
  heapTotal: number;
  heapUsed: number;
  external: number;
  arrayBuffers: number;
}
interface KernelStream {
  write(text: string | Uint8Array): boolean;
  readonly isTTY?: boolean;
  readonly columns?: number;
}
interface Process {
  readonly env: Record<string, string | undefined>;
  readonly argv: string[];
  readonly platform: string;
  readonly arch: string;
  readonly pid: number;
  readonly version: string;
  readonly versions: Record<string, string | undefined>;
  readonly stdout: KernelStream;
  readonly stderr: KernelStream;
  exitCode: number | string | null | undefined;
  cwd(): string;
  /** Bytes of memory that the kernel uses. */
  memoryUsage: { (): MemoryUsage; rss(): number };
  /** A clock of seconds and nanoseconds. */
  hrtime: { (time?: [number, number]): [number, number]; bigint(): bigint };
  /** Seconds since the kernel started. */
  uptime(): number;
  cpuUsage(): { user: number; system: number };
  nextTick(callback: (...args: any[]) => void, ...args: any[]): void;
  on(event: string, listener: (...args: any[]) => void): this;
  once(event: string, listener: (...args: any[]) => void): this;
  off(event: string, listener: (...args: any[]) => void): this;
  emitWarning(warning: string | Error): void;
  exit(code?: number): never;
  [name: string]: any;
}
declare var process: Process;
declare var global: typeof globalThis;

interface Timer extends Disposable {
  ref(): this;
  unref(): this;
  hasRef(): boolean;
  refresh(): this;
  [Symbol.toPrimitive](): number;
}
/** Calls `callback` once, after `ms` milliseconds. */
declare function setTimeout(callback: (_: void) => void, ms?: number): Timer;
declare function setTimeout<A extends any[]>(callback: (...args: A) => void, ms?: number, ...args: A): Timer;
/** Calls `callback` every `ms` milliseconds until `clearInterval`. */
declare function setInterval(callback: (_: void) => void, ms?: number): Timer;
declare function setInterval<A extends any[]>(callback: (...args: A) => void, ms?: number, ...args: A): Timer;
declare function setImmediate(callback: (_: void) => void): Timer;
declare function setImmediate<A extends any[]>(callback: (...args: A) => void, ...args: A): Timer;
declare function clearTimeout(timer: Timer | number | string | undefined): void;
declare function clearInterval(timer: Timer | number | string | undefined): void;
declare function clearImmediate(timer: Timer | undefined): void;
declare function queueMicrotask(callback: () => void): void;
/** A deep copy, as messages between threads make it. */
declare function structuredClone<T>(value: T, options?: { transfer?: readonly any[] }): T;
declare function atob(text: string): string;
declare function btoa(text: string): string;

declare class Event {
  constructor(type: string, init?: { bubbles?: boolean; cancelable?: boolean; composed?: boolean });
  readonly type: string;
  readonly target: EventTarget | null;
  readonly currentTarget: EventTarget | null;
  readonly timeStamp: number;
  readonly defaultPrevented: boolean;
  preventDefault(): void;
  stopPropagation(): void;
  stopImmediatePropagation(): void;
}
declare class CustomEvent<T = any> extends Event {
  constructor(type: string, init?: { detail?: T });
  readonly detail: T;
}
declare class MessageEvent<T = any> extends Event {
  readonly data: T;
}
declare class CloseEvent extends Event {
  readonly code: number;
  readonly reason: string;
}
declare class EventTarget {
  addEventListener(
    type: string,
    listener: ((event: any) => void) | { handleEvent(event: any): void } | null,
    options?: boolean | { once?: boolean; signal?: AbortSignal; passive?: boolean; capture?: boolean },
  ): void;
  removeEventListener(type: string, listener: unknown, options?: unknown): void;
  dispatchEvent(event: Event): boolean;
}
declare class AbortSignal extends EventTarget {
  static abort(reason?: unknown): AbortSignal;
  static timeout(ms: number): AbortSignal;
  static any(signals: Iterable<AbortSignal>): AbortSignal;
  readonly aborted: boolean;
  readonly reason: any;
  onabort: ((event: Event) => void) | null;
  throwIfAborted(): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare class DOMException extends Error {
  constructor(message?: string, name?: string);
  readonly code: number;
}

declare class URLSearchParams {
  constructor(init?: string | Iterable<[string, string]> | Record<string, string> | URLSearchParams);
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
  forEach(callback: (value: string, name: string) => void): void;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
declare class URL {
  static canParse(url: string, base?: string | URL): boolean;
  static parse(url: string, base?: string | URL): URL | null;
  static createObjectURL(blob: Blob): string;
  static revokeObjectURL(url: string): void;
  constructor(url: string | URL, base?: string | URL);
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toJSON(): string;
  toString(): string;
}

declare class TextEncoder {
  readonly encoding: string;
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, bytes: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
  constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: string;
  decode(bytes?: ArrayBufferView | ArrayBufferLike, options?: { stream?: boolean }): string;
}

type BodyInit =
  string | Blob | ArrayBufferView | ArrayBufferLike | FormData | URLSearchParams | ReadableStream;
declare class Blob {
  constructor(
    parts?: Iterable<string | Blob | ArrayBufferView | ArrayBufferLike>,
    options?: { type?: string },
  );
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  slice(start?: number, end?: number, type?: string): Blob;
  stream(): ReadableStream<Uint8Array>;
  text(): Promise<string>;
}
declare class File extends Blob {
  constructor(
    parts: Iterable<string | Blob | ArrayBufferView | ArrayBufferLike>,
    name: string,
    options?: { type?: string; lastModified?: number },
  );
  readonly name: string;
  readonly lastModified: number;
}
declare class FormData {
  append(name: string, value: string | Blob, file?: string): void;
  delete(name: string): void;
  get(name: string): string | File | null;
  getAll(name: string): (string | File)[];
  has(name: string): boolean;
  set(name: string, value: string | Blob, file?: string): void;
  [Symbol.iterator](): IterableIterator<[string, string | File]>;
}
type HeadersInit = Headers | Record<string, string> | Iterable<readonly [string, string]>;
declare class Headers {
  constructor(init?: HeadersInit);
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getSetCookie(): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  forEach(callback: (value: string, name: string) => void): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
interface RequestInit {
  method?: string;
  headers?: HeadersInit;
  body?: BodyInit | null;
  redirect?: "follow" | "error" | "manual";
  signal?: AbortSignal | null;
  [option: string]: unknown;
}
declare class Request {
  constructor(input: string | URL | Request, init?: RequestInit);
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  readonly body: ReadableStream<Uint8Array> | null;
  clone(): Request;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  formData(): Promise<FormData>;
  json(): Promise<any>;
  text(): Promise<string>;
}
declare class Response {
  static error(): Response;
  static json(
    data: unknown,
    init?: { status?: number; statusText?: string; headers?: HeadersInit },
  ): Response;
  static redirect(url: string | URL, status?: number): Response;
  constructor(body?: BodyInit | null, init?: { status?: number; statusText?: string; headers?: HeadersInit });
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly url: string;
  readonly redirected: boolean;
  readonly type: string;
  readonly body: ReadableStream<Uint8Array> | null;
  readonly bodyUsed: boolean;
  clone(): Response;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  formData(): Promise<FormData>;
  json(): Promise<any>;
  text(): Promise<string>;
}
declare function fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

declare class ReadableStream<R = any> {
  static from<T>(values: Iterable<T> | AsyncIterable<T>): ReadableStream<T>;
  constructor(source?: any, strategy?: any);
  readonly locked: boolean;
  cancel(reason?: unknown): Promise<void>;
  getReader(options?: { mode?: "byob" }): ReadableStreamDefaultReader<R>;
  pipeThrough<T>(transform: { readable: ReadableStream<T>; writable: WritableStream<R> }): ReadableStream<T>;
  pipeTo(destination: WritableStream<R>, options?: Record<string, unknown>): Promise<void>;
  tee(): [ReadableStream<R>, ReadableStream<R>];
  values(): AsyncIterableIterator<R>;
  [Symbol.asyncIterator](): AsyncIterableIterator<R>;
}
declare class ReadableStreamDefaultReader<R = any> {
  constructor(stream: ReadableStream<R>);
  readonly closed: Promise<void>;
  cancel(reason?: unknown): Promise<void>;
  read(): Promise<{ done: false; value: R } | { done: true; value?: undefined }>;
  releaseLock(): void;
}
declare class WritableStream<W = any> {
  constructor(sink?: any, strategy?: any);
  readonly locked: boolean;
  abort(reason?: unknown): Promise<void>;
  close(): Promise<void>;
  getWriter(): WritableStreamDefaultWriter<W>;
}
declare class WritableStreamDefaultWriter<W = any> {
  constructor(stream: WritableStream<W>);
  readonly closed: Promise<void>;
  readonly ready: Promise<void>;
  readonly desiredSize: number | null;
  abort(reason?: unknown): Promise<void>;
  close(): Promise<void>;
  releaseLock(): void;
  write(chunk: W): Promise<void>;
}
declare class TransformStream<I = any, O = any> {
  constructor(transformer?: any, writable?: any, readable?: any);
  readonly readable: ReadableStream<O>;
  readonly writable: WritableStream<I>;
}
declare class CompressionStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(format: "gzip" | "deflate" | "deflate-raw");
}
declare class DecompressionStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(format: "gzip" | "deflate" | "deflate-raw");
}
declare class TextEncoderStream extends TransformStream<string, Uint8Array> {
  constructor();
}
declare class TextDecoderStream extends TransformStream<Uint8Array, string> {
  constructor(encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
}

declare class PerformanceEntry {
  readonly name: string;
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
  toJSON(): any;
}
declare class PerformanceMark extends PerformanceEntry {
  readonly detail: any;
}
declare class PerformanceMeasure extends PerformanceEntry {
  readonly detail: any;
}
interface Performance extends EventTarget {
  /** Milliseconds since the kernel started, with fractions. */
  now(): number;
  readonly timeOrigin: number;
  mark(name: string, options?: { startTime?: number; detail?: any }): PerformanceMark;
  measure(name: string, start?: string | Record<string, unknown>, end?: string): PerformanceMeasure;
  getEntries(): PerformanceEntry[];
  getEntriesByName(name: string, type?: string): PerformanceEntry[];
  getEntriesByType(type: string): PerformanceEntry[];
  clearMarks(name?: string): void;
  clearMeasures(name?: string): void;
  toJSON(): any;
  [name: string]: any;
}
declare var performance: Performance;

declare class MessagePort extends EventTarget {
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
  postMessage(message: any, transfer?: readonly any[]): void;
  start(): void;
  [name: string]: any;
}
declare class MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}
declare class BroadcastChannel extends EventTarget {
  constructor(name: string);
  readonly name: string;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
  postMessage(message: any): void;
  [name: string]: any;
}
declare class WebSocket extends EventTarget {
  static readonly CONNECTING: 0;
  static readonly OPEN: 1;
  static readonly CLOSING: 2;
  static readonly CLOSED: 3;
  constructor(url: string | URL, protocols?: string | string[]);
  readonly readyState: number;
  readonly url: string;
  binaryType: "blob" | "arraybuffer";
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close(code?: number, reason?: string): void;
  send(data: string | Blob | ArrayBufferView | ArrayBufferLike): void;
}

interface SubtleCrypto {
  digest(algorithm: string | { name: string }, data: ArrayBufferView | ArrayBufferLike): Promise<ArrayBuffer>;
  [name: string]: any;
}
interface Crypto {
  readonly subtle: SubtleCrypto;
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
}
declare var crypto: Crypto;
interface Navigator {
  readonly hardwareConcurrency: number;
  readonly language: string;
  readonly languages: readonly string[];
  readonly platform: string;
  readonly userAgent: string;
}
declare var navigator: Navigator;

interface Buffer extends Uint8Array<ArrayBufferLike> {
  toString(encoding?: string, start?: number, end?: number): string;
  toJSON(): { type: "Buffer"; data: number[] };
  equals(other: Uint8Array): boolean;
  write(text: string, offset?: number, length?: number, encoding?: string): number;
  [read: `read${string}`]: (offset?: number, length?: number) => any;
  [write: `write${string}`]: (...args: any[]) => number;
}
declare var Buffer: {
  from(
    data: string | ArrayBufferLike | Iterable<number> | ArrayLike<number>,
    ...rest: (string | number | undefined)[]
  ): Buffer;
  alloc(size: number, fill?: string | number | Uint8Array, encoding?: string): Buffer;
  allocUnsafe(size: number): Buffer;
  concat(buffers: readonly Uint8Array[], length?: number): Buffer;
  byteLength(data: string | ArrayBufferView | ArrayBufferLike, encoding?: string): number;
  compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1;
  isBuffer(value: unknown): value is Buffer;
  isEncoding(name: string): boolean;
};

/** Not typed further here. */
declare var WebAssembly: any;
declare var URLPattern: any;
declare var CryptoKey: any;
declare var SubtleCrypto: any;
declare var Crypto: any;
declare var Navigator: any;
declare var Performance: any;
declare var PerformanceObserver: any;
declare var PerformanceObserverEntryList: any;
declare var PerformanceResourceTiming: any;
declare var ByteLengthQueuingStrategy: any;
declare var CountQueuingStrategy: any;
declare var ReadableByteStreamController: any;
declare var ReadableStreamBYOBReader: any;
declare var ReadableStreamBYOBRequest: any;
declare var ReadableStreamDefaultController: any;
declare var TransformStreamDefaultController: any;
declare var WritableStreamDefaultController: any;

interface ImportMeta {
  /** The notebook's URL. */
  readonly url: string;
  /** The notebook's path. */
  readonly filename: string;
  /** The folder that relative imports start from. */
  readonly dirname: string;
}

declare module "node:*";
declare module "assert";
declare module "assert/strict";
declare module "async_hooks";
declare module "buffer";
declare module "child_process";
declare module "cluster";
declare module "console";
declare module "constants";
declare module "crypto";
declare module "dgram";
declare module "diagnostics_channel";
declare module "dns";
declare module "dns/promises";
declare module "domain";
declare module "events";
declare module "fs";
declare module "fs/promises";
declare module "http";
declare module "http2";
declare module "https";
declare module "inspector";
declare module "inspector/promises";
declare module "module";
declare module "net";
declare module "os";
declare module "path";
declare module "path/posix";
declare module "path/win32";
declare module "perf_hooks";
declare module "process";
declare module "punycode";
declare module "querystring";
declare module "readline";
declare module "readline/promises";
declare module "repl";
declare module "stream";
declare module "stream/consumers";
declare module "stream/promises";
declare module "stream/web";
declare module "string_decoder";
declare module "sys";
declare module "timers";
declare module "timers/promises";
declare module "tls";
declare module "trace_events";
declare module "tty";
declare module "url";
declare module "util";
declare module "util/types";
declare module "v8";
declare module "vm";
declare module "wasi";
declare module "worker_threads";
declare module "zlib";
