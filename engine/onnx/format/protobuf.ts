/** Protocol Buffers' wire format (https://protobuf.dev/programming-guides/encoding), as much as ONNX needs. */
import { decodeUtf8, encodeUtf8 } from "../../data/utf8.ts";
import { say } from "../../payload/say.ts";

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5] as const;

/** A message that is being written: fields in the order of the calls. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Whole numbers; negative ones take ten bytes, as the format wants it. */
  int(field: number, value: number | bigint): this {
    return this.#tag(field, VARINT).#varint(BigInt(value));
  }

  text(field: number, value: string): this {
    return this.bytes(field, encodeUtf8(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, BYTES).#varint(BigInt(value.length)).#put(value);
  }

  float(field: number, value: number): this {
    return this.#tag(field, FIXED32).#put(new Uint8Array(Float32Array.of(value).buffer));
  }

  /** Several numbers in one field. */
  ints(field: number, values: readonly number[]): this {
    const packed = new MessageWriter();
    for (const value of values) packed.#varint(BigInt(value));
    return this.message(field, packed);
  }

  floats(field: number, values: readonly number[]): this {
    return this.bytes(field, new Uint8Array(Float32Array.from(values).buffer));
  }

  message(field: number, inner: MessageWriter): this {
    this.#tag(field, BYTES).#varint(BigInt(inner.#length));
    for (const part of inner.#parts) this.#put(part);
    return this;
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  #tag(field: number, type: number): this {
    return this.#varint(BigInt(field * 8 + type));
  }

  #varint(value: bigint): this {
    let rest = BigInt.asUintN(64, value);
    const bytes: number[] = [];
    do {
      const low = Number(rest & 127n);
      rest >>= 7n;
      bytes.push(rest > 0n ? low | 128 : low);
    } while (rest > 0n);
    return this.#put(Uint8Array.from(bytes));
  }

  #put(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return this;
  }
}

/** A field as it stands in a message. */
export type Field = bigint | Uint8Array;

/** The fields of a message by number, each with its values in their order. @throws {Error} where it is malformed */
export class MessageReader {
  readonly #fields = new Map<number, Field[]>();

  constructor(bytes: Uint8Array) {
    let at = 0;
    const varint = (): bigint => {
      let value = 0n;
      for (let shift = 0n; shift < 70n; shift += 7n) {
        if (at >= bytes.length) throw new Error(say`it ends within a number`);
        const byte = bytes[at++];
        value |= BigInt(byte & 127) << shift;
        if (byte < 128) return BigInt.asUintN(64, value);
      }
      throw new Error(say`a number has more than ten bytes`);
    };
    const take = (length: number): Uint8Array => {
      if (!(length >= 0) || at + length > bytes.length) throw new Error(say`it ends within a field`);
      at += length;
      return bytes.subarray(at - length, at);
    };
    while (at < bytes.length) {
      const tag = varint();
      const [field, type] = [Number(tag >> 3n), Number(tag & 7n)];
      if (field < 1 || field > 536870911) throw new Error(say`there is no field ${field}`);
      let value: Field;
      if (type === VARINT) value = varint();
      else if (type === BYTES) value = take(Number(varint()));
      else if (type === FIXED32) value = take(4);
      else if (type === FIXED64) value = take(8);
      else throw new Error(say`there is no wire type ${type}`);
      const list = this.#fields.get(field);
      if (list) list.push(value);
      else this.#fields.set(field, [value]);
    }
  }

  #bytes(field: number): Uint8Array[] {
    return (this.#fields.get(field) ?? []).map((value) => {
      if (typeof value === "bigint")
        throw new Error(say`field ${field} is a number, where bytes are expected`);
      return value;
    });
  }

  has(field: number): boolean {
    return this.#fields.has(field);
  }

  /** The last value, as the format has it; `missing` where there is none. */
  int(field: number, missing = 0): number {
    return this.ints(field).at(-1) ?? missing;
  }

  text(field: number): string {
    return this.texts(field).at(-1) ?? "";
  }

  texts(field: number): string[] {
    return this.#bytes(field).map((bytes) => decodeUtf8(bytes, "ONNX"));
  }

  bytes(field: number): Uint8Array | null {
    return this.#bytes(field).at(-1) ?? null;
  }

  messages(field: number): MessageReader[] {
    return this.#bytes(field).map((bytes) => new MessageReader(bytes));
  }

  message(field: number): MessageReader | null {
    const bytes = this.bytes(field);
    return bytes && new MessageReader(bytes);
  }

  /** Numbers one by one or packed. */
  ints(field: number): number[] {
    const numbers = (this.#fields.get(field) ?? []).flatMap((value) =>
      typeof value === "bigint" ? [value] : unpacked(value),
    );
    return numbers.map((value) => Number(BigInt.asIntN(64, value)));
  }

  floats(field: number): number[] {
    return this.#bytes(field).flatMap((bytes) =>
      Array.from(viewsOf(bytes, 4), (view) => view.getFloat32(0, true)),
    );
  }

  doubles(field: number): number[] {
    return this.#bytes(field).flatMap((bytes) =>
      Array.from(viewsOf(bytes, 8), (view) => view.getFloat64(0, true)),
    );
  }
}

function* viewsOf(bytes: Uint8Array, size: number): Generator<DataView> {
  if (bytes.length % size !== 0) throw new Error(say`${bytes.length} bytes are no numbers of ${size}`);
  for (let at = 0; at < bytes.length; at += size)
    yield new DataView(bytes.buffer, bytes.byteOffset + at, size);
}

function unpacked(bytes: Uint8Array): bigint[] {
  const values: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte >= 128) {
      if (shift >= 70n) throw new Error(say`a number has more than ten bytes`);
      continue;
    }
    values.push(BigInt.asUintN(64, value));
    [value, shift] = [0n, 0n];
  }
  if (shift > 0n) throw new Error(say`it ends within a number`);
  return values;
}
