/** An ONNX model as plain data, and its file (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). */
import { say } from "../../payload/say.ts";
import { MessageReader, MessageWriter } from "./protobuf.ts";

/** What of the element types we write and read, by their numbers in the format. */
export const elementTypes = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  double: 11,
  uint32: 12,
} as const;
export type ElementType = keyof typeof elementTypes;

const elementBytes: Readonly<Record<ElementType, number>> = {
  float: 4,
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  int32: 4,
  int64: 8,
  bool: 1,
  double: 8,
  uint32: 4,
};

/** Numbers of one type; int64 as numbers, which are exact up to 2⁵³. */
export interface OnnxTensor {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Little-endian, as `raw_data` has them. */
  readonly bytes: Uint8Array;
}

export type Attribute =
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "texts"; readonly value: readonly string[] }
  | { readonly kind: "tensor"; readonly value: OnnxTensor }
  | { readonly kind: "graph" };

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  /** Empty for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Of operators that are not ONNX's own. */
  readonly domain: string;
}

/** An input or output; names of dimensions that may be any. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  /** Null where the file does not say. */
  readonly shape: readonly (number | string)[] | null;
}

export interface OnnxModel {
  readonly opset: number;
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly metadata: Readonly<Partial<Record<string, string>>>;
}

/** Weights in a file of their own, beside the model. */
export interface External {
  /** The file's name. */
  readonly location: string;
  readonly bytes: Uint8Array;
}

const IR_VERSION = 8;

/**
 * @param location name of the file for the weights; null for all in one
 */
export function printOnnx(
  model: OnnxModel,
  location: string | null,
): { bytes: Uint8Array; external: External | null } {
  const graph = new MessageWriter();
  for (const node of model.nodes) graph.message(1, nodeMessage(node));
  graph.text(2, model.name);
  const beside: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of model.initializers) {
    // Shapes and other small ones stay, so that the file can be read without.
    const outside = location !== null && tensor.bytes.length >= 1024;
    graph.message(5, tensorMessage(name, tensor, outside ? { location, offset } : null));
    if (!outside) continue;
    const padded = new Uint8Array(Math.ceil(tensor.bytes.length / 64) * 64);
    padded.set(tensor.bytes);
    beside.push(padded);
    offset += padded.length;
  }
  for (const value of model.inputs) graph.message(11, valueMessage(value));
  for (const value of model.outputs) graph.message(12, valueMessage(value));
  const file = new MessageWriter().int(1, IR_VERSION).text(2, "Gradbook").message(7, graph);
  file.message(8, new MessageWriter().text(1, "").int(2, model.opset));
  for (const [key, value = ""] of Object.entries(model.metadata)) {
    file.message(14, new MessageWriter().text(1, key).text(2, value));
  }
  const all = new Uint8Array(offset);
  let at = 0;
  for (const part of beside) {
    all.set(part, at);
    at += part.length;
  }
  return { bytes: file.finish(), external: location === null ? null : { location, bytes: all } };
}

function nodeMessage({ name, op, inputs, outputs, attributes, domain }: OnnxNode): MessageWriter {
  const node = new MessageWriter();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(3, name).text(4, op);
  for (const [key, attribute] of Object.entries(attributes))
    node.message(5, attributeMessage(key, attribute));
  return domain === "" ? node : node.text(7, domain);
}

function attributeMessage(name: string, attribute: Attribute): MessageWriter {
  const message = new MessageWriter().text(1, name);
  switch (attribute.kind) {
    case "float":
      return message.float(2, attribute.value).int(20, 1);
    case "int":
      return message.int(3, attribute.value).int(20, 2);
    case "text":
      return message.text(4, attribute.value).int(20, 3);
    case "tensor":
      return message.message(5, tensorMessage("", attribute.value, null)).int(20, 4);
    case "floats":
      return message.floats(7, attribute.value).int(20, 6);
    case "ints":
      return message.ints(8, attribute.value).int(20, 7);
    case "texts":
      for (const text of attribute.value) message.text(9, text);
      return message.int(20, 8);
    case "graph":
      throw new Error(say`a graph within a graph is not written`);
  }
}

function tensorMessage(
  name: string,
  { type, shape, bytes }: OnnxTensor,
  outside: { location: string; offset: number } | null,
): MessageWriter {
  const message = new MessageWriter();
  if (shape.length > 0) message.ints(1, shape);
  message.int(2, elementTypes[type]);
  if (name !== "") message.text(8, name);
  if (!outside) return message.bytes(9, bytes);
  const facts = { location: outside.location, offset: String(outside.offset), length: String(bytes.length) };
  for (const [key, value] of Object.entries(facts)) {
    message.message(13, new MessageWriter().text(1, key).text(2, value));
  }
  return message.int(14, 1);
}

function valueMessage({ name, type, shape }: OnnxValue): MessageWriter {
  const dims = new MessageWriter();
  for (const extent of shape ?? []) {
    const dim = new MessageWriter();
    dims.message(1, typeof extent === "number" ? dim.int(1, extent) : dim.text(2, extent));
  }
  const tensor = new MessageWriter().int(1, elementTypes[type]);
  if (shape) tensor.message(2, dims);
  return new MessageWriter().text(1, name).message(2, new MessageWriter().message(1, tensor));
}

/**
 * Reads a file.
 * @param external gives the bytes of a file beside, by its name
 * @throws {Error} in words, where it is no ONNX model, or has what we do not know
 */
export async function parseOnnx(
  bytes: Uint8Array,
  external: (location: string) => Promise<Uint8Array>,
): Promise<OnnxModel> {
  const file = new MessageReader(bytes);
  const graph = file.message(7);
  const opset = file.messages(8).find((each) => ["", "ai.onnx"].includes(each.text(1)));
  if (!graph || !opset || !file.has(1)) throw new Error(say`there is no graph in it`);
  const locations = new Set<string>();
  const messages = graph.messages(5);
  for (const tensor of messages) if (tensor.int(14) === 1) locations.add(fact(tensor, "location"));
  const beside = new Map<string, Uint8Array>();
  for (const location of locations) beside.set(location, await external(location));
  const initializers = new Map(
    messages.map((tensor) => [tensor.text(8), readTensor(tensor, beside)] as const),
  );
  return {
    opset: opset.int(2),
    name: graph.text(2),
    nodes: graph.messages(1).map(readNode),
    initializers,
    // Before ONNX 1.4, weights were inputs, too.
    inputs: graph
      .messages(11)
      .map(readValue)
      .filter(({ name }) => !initializers.has(name)),
    outputs: graph.messages(12).map(readValue),
    metadata: Object.fromEntries(file.messages(14).map((entry) => [entry.text(1), entry.text(2)])),
  };
}

function fact(tensor: MessageReader, key: string): string {
  return (
    tensor
      .messages(13)
      .find((entry) => entry.text(1) === key)
      ?.text(2) ?? ""
  );
}

function readTensor(tensor: MessageReader, beside: ReadonlyMap<string, Uint8Array>): OnnxTensor {
  const type = typeOf(tensor.int(2));
  const shape = tensor.ints(1);
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (shape.some((extent) => extent < 0) || !Number.isSafeInteger(count)) {
    throw new Error(say`tensor "${tensor.text(8)}" has the shape [${shape.join(", ")}]`);
  }
  let bytes = tensor.bytes(9);
  if (tensor.int(14) === 1) {
    const file = beside.get(fact(tensor, "location")) ?? new Uint8Array(0);
    const offset = Number(fact(tensor, "offset") || 0);
    const length = Number(fact(tensor, "length") || file.length - offset);
    bytes = file.subarray(offset, offset + length);
  }
  bytes ??= listed(tensor, type);
  if (bytes.length !== count * elementBytes[type]) {
    throw new Error(
      say`tensor "${tensor.text(8)}" has ${bytes.length} bytes for the shape [${shape.join(", ")}]`,
    );
  }
  return { type, shape, bytes };
}

/** Elements that are listed one by one. */
function listed(tensor: MessageReader, type: ElementType): Uint8Array {
  const bytesOf = ({ buffer }: { buffer: ArrayBuffer }): Uint8Array => new Uint8Array(buffer);
  if (type === "float") return bytesOf(Float32Array.from(tensor.floats(4)));
  if (type === "double") return bytesOf(Float64Array.from(tensor.doubles(10)));
  if (type === "int64") return int64Bytes(tensor.ints(7));
  if (type === "uint32") return bytesOf(Uint32Array.from(tensor.ints(11)));
  const values = tensor.ints(5);
  if (type === "int32") return bytesOf(Int32Array.from(values));
  if (type === "int16" || type === "uint16") return bytesOf(Int16Array.from(values));
  return bytesOf(Int8Array.from(values));
}

export function int64Bytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(BigInt64Array.from(values, (value) => BigInt(value)).buffer);
}

function typeOf(code: number): ElementType {
  const found = Object.entries(elementTypes).find(([, number]) => number === code);
  if (!found) throw new Error(say`elements of type ${code} are not known`);
  return found[0] as ElementType;
}

function readNode(node: MessageReader): OnnxNode {
  return {
    name: node.text(3),
    op: node.text(4),
    inputs: node.texts(1),
    outputs: node.texts(2),
    attributes: Object.fromEntries(node.messages(5).map((each) => [each.text(1), readAttribute(each)])),
    domain: node.text(7),
  };
}

function readAttribute(attribute: MessageReader): Attribute {
  switch (attribute.int(20)) {
    case 1:
      return { kind: "float", value: attribute.floats(2).at(-1) ?? 0 };
    case 2:
      return { kind: "int", value: attribute.int(3) };
    case 3:
      return { kind: "text", value: attribute.text(4) };
    case 4: {
      const tensor = attribute.message(5);
      if (!tensor) throw new Error(say`attribute "${attribute.text(1)}" has no value`);
      return { kind: "tensor", value: readTensor(tensor, new Map()) };
    }
    case 6:
      return { kind: "floats", value: attribute.floats(7) };
    case 7:
      return { kind: "ints", value: attribute.ints(8) };
    case 8:
      return { kind: "texts", value: attribute.texts(9) };
    case 5:
      return { kind: "graph" };
    default:
      throw new Error(say`attribute "${attribute.text(1)}" is of a kind that is not known`);
  }
}

function readValue(value: MessageReader): OnnxValue {
  const tensor = value.message(2)?.message(1);
  const shape = tensor?.message(2)?.messages(1) ?? null;
  return {
    name: value.text(1),
    type: typeOf(tensor?.int(1) ?? 0),
    shape: shape && shape.map((dim) => (dim.has(1) ? dim.int(1) : dim.text(2))),
  };
}
