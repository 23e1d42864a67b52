/** The book's attention and what it is used for: models that translate. */
export {
  AdditiveAttention,
  DotProductAttention,
  MultiHeadAttention,
  transposeOutput,
  transposeQkv,
} from "./attention.ts";
export {
  AttentionDecoder,
  Decoder,
  Encoder,
  EncoderDecoder,
  Seq2SeqDecoder,
  Seq2SeqEncoder,
} from "./encoderDecoder.ts";
export { MaskedSoftmaxCELoss, maskedSoftmax, sequenceMask } from "./masks.ts";
export { predictSeq2seq, trainSeq2seq, type Words } from "./seq2seq.ts";
export {
  AddNorm,
  EncoderBlock,
  PositionalEncoding,
  PositionWiseFFN,
  TransformerEncoder,
} from "./transformer.ts";
