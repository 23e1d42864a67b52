/** Of products. */
import { bmm, dot, matmul, outer, type Tensor } from "../../../../../engine/index.ts";
import { scaledDotProductAttention } from "../../../../../engine/nn/attention/attend.ts";
import { linear } from "../../../../../engine/ops/products/linear.ts";
import { example, type Row } from "./example.ts";


/** PyTorch 1.13 has it under a name that is not public; it gives the weights, too. */
const attention = (given: string): string =>
  `torch._C._nn._scaled_dot_product_attention(${given}, need_attn_weights=False)[0]`;

const attended = (q: Tensor, k: Tensor, v: Tensor): Tensor => scaledDotProductAttention(q, k, v);

/** Products of matrices and vectors, and the affine map of a layer. */
export const productRows: readonly Row[] = [
  { name: "matmul", examples: () => [
    ...[0, 1, 3, 4, 5, 17].flatMap((n) => [
      example(matmul, "a @ b", [
        [n, 3],
        [3, 5],
      ]),
      example(matmul, "a @ b", [
        [3, n],
        [n, 5],
      ]),
      example(matmul, "a @ b", [
        [4, 3],
        [3, n],
      ]),
    ]),
    example(matmul, "a @ b", [
      { shape: [4, 5], transposed: true },
      { shape: [5, 3], transposed: true },
    ]),
    example(matmul, "a @ b", [
      [2, 3, 4],
      [2, 4, 5],
    ]),
    example(matmul, "a @ b", [
      [2, 1, 3, 4],
      [5, 4, 2],
    ]),
    example(matmul, "a @ b", [
      [2, 3, 4],
      [4, 5],
    ]),
    example(matmul, "a @ b", [
      [3, 4],
      [2, 4, 5],
    ]),
    example(matmul, "a @ b", [[4], [4]]),
    example(matmul, "a @ b", [[3, 4], [4]]),
    example(matmul, "a @ b", [[4], [4, 5]]),
    example(matmul, "a @ b", [[2, 3, 4], [4]]),
    example(matmul, "a @ b", [[4], [2, 4, 3]]),
    example(dot, "torch.dot(a, b)", [[17], [17]]),
    example(outer, "torch.outer(a, b)", [[3], [4]]),
    example(bmm, "torch.bmm(a, b)", [
      [2, 3, 4],
      [2, 4, 5],
    ]),
  ] },
  { name: "linear", examples: () => [
    ...[1, 3, 4, 5, 17].map((n) => example(linear, "F.linear(a, b, c)", [[3, n], [4, n], [4]])),
    example(linear, "F.linear(a, b, c)", [[5, 3], [17, 3], [17]]),
    example(linear, "F.linear(a, b, c)", [[2, 3, 4], [5, 4], [5]]),
    example(linear, "F.linear(a, b, c)", [[4], [5, 4], [5]]),
    example(linear, "F.linear(a, b, c)", [[0, 4], [5, 4], [5]]),
    example((x, w) => linear(x, w), "F.linear(a, b)", [
      [3, 4],
      [5, 4],
    ]),
  ] },
  { name: "scaledDotProductAttention", examples: () => [
    ...[1, 3, 4, 17].map((n) =>
      example(attended, attention("a, b, c"), [
        [2, 3, 4],
        [2, n, 4],
        [2, n, 5],
      ]),
    ),
    example(attended, attention("a, b, c"), [
      [2, 3, 5, 4],
      { shape: [2, 3, 5, 4], transposed: true },
      [2, 3, 5, 4],
    ]),
    example(
      (q, k, v) => scaledDotProductAttention(q, k, v, { isCausal: true }),
      attention("a, b, c, is_causal=True"),
      [
        [2, 4, 3],
        [2, 4, 3],
        [2, 4, 3],
      ],
    ),
  ] },
];
