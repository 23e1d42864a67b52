/** What layers and the book's classes give when they are called, and what their fields hold. */
import { bool, list, number, string, tensor, tuple, type Type, unknown, whole } from "../analysis/types.ts";

const pair = tuple(tensor, tensor);

/** Results of calls that are more than a tensor. */
const results: Readonly<Record<string, Type>> = {
  "torch.nn.RNN": pair,
  "torch.nn.GRU": pair,
  "torch.nn.LSTM": tuple(tensor, pair),
  "torch.nn.LSTMCell": pair,
  "torch.nn.MultiheadAttention": pair,
  "d2l.RNNModel": tuple(tensor, unknown),
  "d2l.RNNModelScratch": tuple(tensor, list(tensor)),
  "d2l.Encoder": unknown,
  "d2l.Decoder": tuple(tensor, unknown),
  "d2l.AttentionDecoder": tuple(tensor, unknown),
  "d2l.EncoderDecoder": tuple(tensor, unknown),
  "d2l.Seq2SeqEncoder": pair,
  "d2l.Seq2SeqDecoder": pair,
};

/** What a call of an instance of the class gives. */
export function resultOfCall(path: string): Type {
  return results[path] ?? tensor;
}

/** The book's classes that take one tensor. */
const ofOneTensor = new Set(["d2l.Residual", "d2l.PositionalEncoding", "d2l.PositionWiseFFN"]);

/** Whether an instance of the class, called with a tensor, gives a tensor and asks for nothing else. */
export function mapsOneTensor(path: string): boolean {
  return path.startsWith("d2l.") ? ofOneTensor.has(path) : !(path in results);
}

/** What a subclass must define of those that are only a beginning; by Python's names. */
const required: Readonly<Record<string, readonly string[]>> = {
  "torch.nn.Module": ["forward"],
  "d2l.Encoder": ["forward"],
  "d2l.Decoder": ["init_state", "forward"],
  "d2l.AttentionDecoder": ["init_state", "forward", "attention_weights"],
};

export function requiredMethods(path: string): readonly string[] {
  return required[path] ?? [];
}

/** How many arguments `forward` of a layer or loss has that a class may be derived from; null for a mere beginning. */
export function argumentsOfForward(path: string): number | null {
  if (!path.startsWith("torch.nn.") || path === "torch.nn.Module" || path in results) return null;
  return path.endsWith("Loss") ? 2 : 1;
}

/** Fields of PyTorch's layers. */
const layerFields: Readonly<Record<string, Type>> = {
  in_features: whole,
  out_features: whole,
  input_size: whole,
  hidden_size: whole,
  num_layers: whole,
  bidirectional: bool,
  batch_first: bool,
  reduction: string,
};

/** Fields of the book's classes. */
const bookFields: Readonly<Record<string, Readonly<Record<string, Type>>>> = {
  "d2l.Vocab": {
    idx_to_token: list(string),
    token_to_idx: { kind: "dict", of: whole, keyed: false },
    token_freqs: list(tuple(string, whole)),
    unk: whole,
  },
  "d2l.SeqDataLoader": { vocab: { kind: "instance", path: "d2l.Vocab" }, corpus: list(whole) },
  "d2l.Timer": { times: list(number) },
  "d2l.Animator": { X: list(list(number)), Y: list(list(number)) },
  "d2l.PositionalEncoding": { P: tensor },
  "d2l.RNNModelScratch": { params: list(tensor) },
  "d2l.AdditiveAttention": { attention_weights: tensor },
  "d2l.DotProductAttention": { attention_weights: tensor },
  "d2l.MultiHeadAttention": { attention: { kind: "instance", path: "d2l.DotProductAttention" } },
  "d2l.TransformerEncoder": { attention_weights: list(tensor) },
};

/** The field of an instance of a known class; null where nothing is known of it. */
export function fieldNamed(path: string, name: string): Type | null {
  return bookFields[path]?.[name] ?? (path.startsWith("torch.nn.") ? layerFields[name] : undefined) ?? null;
}
