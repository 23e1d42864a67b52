/** A debugger as small as can be: speaks Chrome's DevTools Protocol to the inspector of a Node process. */
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Socket } from "node:net";
import { TraceMap } from "@jridgewell/trace-mapping";
import { sourcePosition } from "../../../../extension/kernel/transform/syntax/sourceMap.ts";

type Fields = Record<string, unknown>;

interface Frame {
  callFrameId: string;
  functionName: string;
  location: { scriptId: string; lineNumber: number; columnNumber: number };
}

/** Where the debugger has stopped: the innermost frame. */
export interface Pause {
  frame: Frame;
  /** What V8 calls the script. */
  url: string;
  /** 1-based line in the source that the script's map names; null where the map has none. */
  line: number | null;
  /** The file that the script's map names. */
  source: string;
}

export class InspectorClient {
  readonly #socket: Socket;
  readonly #answers = new Map<number, (message: Fields) => void>();
  readonly #maps = new Map<string, { sources: string[]; mappings: string }>();
  readonly #urls = new Map<string, string>();
  readonly #pauses: Pause[] = [];
  #awaitingPause: ((pause: Pause) => void) | null = null;
  #received = Buffer.alloc(0);
  #id = 0;
  /** Resolves when the other side, or this one, has closed the connection. */
  readonly closed: Promise<void>;

  private constructor(socket: Socket, head: Buffer) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => undefined);
    socket.on("data", (data) => this.#take(data));
    this.#take(head);
  }

  /** Connects, and enables the debugger. */
  static async attach(url: string): Promise<InspectorClient> {
    const { hostname, port, pathname } = new URL(url);
    const client = await new Promise<InspectorClient>((resolve, reject) => {
      const key = randomBytes(16).toString("base64");
      const headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
      };
      const upgrade = request({ host: hostname, port, path: pathname, headers });
      upgrade.once("upgrade", (_, socket: Socket, head: Buffer) =>
        resolve(new InspectorClient(socket, head)),
      );
      upgrade.once("error", reject).end();
    });
    await client.send("Runtime.enable");
    await client.send("Debugger.enable");
    return client;
  }

  send(method: string, params: Fields = {}): Promise<Fields> {
    const id = ++this.#id;
    this.#socket.write(clientFrame(opcodes.text, JSON.stringify({ id, method, params })));
    return new Promise((resolve, reject) =>
      this.#answers.set(id, (message) => {
        if (message["error"]) reject(new Error(`${method}: ${JSON.stringify(message["error"])}`));
        else resolve(message["result"] as Fields);
      }),
    );
  }

  /** The next place where the thread is paused. */
  paused(): Promise<Pause> {
    const known = this.#pauses.shift();
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => (this.#awaitingPause = resolve));
  }

  /** Lets the thread go on: to its next pause. */
  async step(method: "stepOver" | "stepInto" | "stepOut" | "resume"): Promise<Pause> {
    const next = this.paused();
    await this.send(`Debugger.${method}`);
    return next;
  }

  /** The value of an expression where the thread is paused, or what it throws. */
  async evaluate({ frame }: Pause, expression: string): Promise<unknown> {
    const { callFrameId } = frame;
    const answer = await this.send("Debugger.evaluateOnCallFrame", { callFrameId, expression });
    const { value, description } = answer["result"] as { value?: unknown; description?: string };
    return value ?? description;
  }

  /** Cuts the connection, as a debugger does that crashes. */
  cut(): void {
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const frame = firstFrame(this.#received);
      if (!frame) return;
      this.#received = this.#received.subarray(frame.length);
      if (frame.opcode === opcodes.text) this.#hear(JSON.parse(frame.text) as Fields);
      // Node waits for the answer before it closes.
      if (frame.opcode === opcodes.close) this.#socket.end(clientFrame(opcodes.close, ""));
    }
  }

  #hear(message: Fields): void {
    if (typeof message["id"] === "number") {
      this.#answers.get(message["id"])?.(message);
      this.#answers.delete(message["id"]);
    } else if (message["method"] === "Debugger.scriptParsed") {
      const { scriptId, url, sourceMapURL } = message["params"] as {
        scriptId: string;
        url: string;
        sourceMapURL?: string;
      };
      this.#urls.set(scriptId, url);
      const data = /^data:application\/json;base64,(.*)$/.exec(sourceMapURL ?? "")?.[1];
      if (data !== undefined) {
        const map = JSON.parse(Buffer.from(data, "base64").toString()) as {
          sources: string[];
          mappings: string;
        };
        this.#maps.set(scriptId, map);
      }
    } else if (message["method"] === "Debugger.paused") {
      const { callFrames } = message["params"] as { callFrames: Frame[] };
      const [frame] = callFrames;
      if (frame) this.#pause(frame);
    }
  }

  #pause(frame: Frame): void {
    const { scriptId, lineNumber, columnNumber } = frame.location;
    const map = this.#maps.get(scriptId);
    const at =
      map && sourcePosition(new TraceMap({ version: 3, names: [], ...map }), lineNumber, columnNumber);
    const url = this.#urls.get(scriptId) ?? "";
    const pause = { frame, url, line: at ? at.line + 1 : null, source: map?.sources[0] ?? "" };
    const resolve = this.#awaitingPause;
    this.#awaitingPause = null;
    if (resolve) resolve(pause);
    else this.#pauses.push(pause);
  }
}

const opcodes = { text: 1, close: 8 };

/** RFC 6455, section 5.2: one frame of a client, masked with zeros. */
function clientFrame(opcode: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (head.length === 2) head[1] = 0x80 | payload.length;
  else if (head.length === 4) {
    head[1] = 0x80 | 126;
    head.writeUInt16BE(payload.length, 2);
  } else {
    head[1] = 0x80 | 127;
    head.writeBigUInt64BE(BigInt(payload.length), 2);
  }
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

/** The first frame of a server, once all of it is there. */
function firstFrame(bytes: Buffer): { length: number; opcode: number; text: string } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const begin = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < begin) return null;
  const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < begin + size) return null;
  const text = bytes.toString("utf8", begin, begin + size);
  return { length: begin + size, opcode: bytes.readUInt8(0) & 0x0f, text };
}
