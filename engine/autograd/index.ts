/** What is called by its place in PyTorch, too: `torch.autograd.grad`. */
export { grad } from "./backward.ts";
