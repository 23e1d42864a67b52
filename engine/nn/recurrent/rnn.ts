/** Sequences of different lengths: PyTorch's `torch.nn.utils.rnn`. */
export {
  type PackOptions,
  packPaddedSequence,
  packSequence,
  PackedSequence,
  padPackedSequence,
  padSequence,
  type PadSequenceOptions,
  type UnpackOptions,
  unpackSequence,
  unpadSequence,
} from "./packed.ts";
