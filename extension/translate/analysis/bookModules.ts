/** The book's classes that are called like layers. */
export const bookModules: ReadonlySet<string> = new Set(
  (
    "Residual RNNModel RNNModelScratch Encoder Decoder AttentionDecoder EncoderDecoder Seq2SeqEncoder Seq2SeqDecoder " +
    "MaskedSoftmaxCELoss AdditiveAttention DotProductAttention MultiHeadAttention PositionalEncoding PositionWiseFFN " +
    "AddNorm EncoderBlock TransformerEncoder"
  )
    .split(" ")
    .map((name) => `d2l.${name}`),
);
