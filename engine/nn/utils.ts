/** What is done to parameters and sequences: PyTorch's `torch.nn.utils`. */
export { clipGradNorm_, clipGradValue_ } from "./clipGradients.ts";
export * as rnn from "./recurrent/rnn.ts";
