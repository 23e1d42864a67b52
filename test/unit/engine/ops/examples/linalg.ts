/** Of dense linear algebra, and of sums of products by letters. */
import { addmm, baddbmm, einsum, eye, linalg, type Tensor } from "../../../../../engine/index.ts";
import { example, type Example, type Row } from "./example.ts";

/** Far from singular, symmetric where it shall be. */
const regular = (x: Tensor): Tensor => x.add(eye(x.shape.at(-1) ?? 0, { dtype: x.dtype }).mul(5));
const near = "(a + 5 * torch.eye(a.shape[-1], dtype=a.dtype))";
const symmetric = (x: Tensor): Tensor => x.add(x.transpose(-2, -1));
const alike = "(a + a.transpose(-2, -1))";

const einsumExamples = (): Example[] => {
  const of = (equation: string, ...shapes: number[][]): Example => {
    const names = ["a", "b", "c"].slice(0, shapes.length).join(", ");
    return example((...xs) => einsum(equation, ...xs), `torch.einsum("${equation}", ${names})`, shapes);
  };
  return [
    of("ij,jk->ik", [2, 3], [3, 4]),
    of("bij,bjk->bik", [2, 3, 4], [2, 4, 5]),
    of("ij,jk", [2, 3], [3, 4]),
    of("ba,cb", [2, 3], [4, 2]),
    of("ii", [3, 3]),
    of("ii->i", [3, 3]),
    of("i,j->ij", [3], [4]),
    of("ij->", [2, 3]),
    of("ij->ji", [2, 3]),
    of("bhqd,bhkd->bhqk", [2, 2, 3, 4], [2, 2, 5, 4]),
    of("...ij,...jk->...ik", [2, 3, 4], [4, 5]),
    of("i...,i...->...", [3, 2], [3, 2]),
    of("ij,jk,kl->il", [2, 3], [3, 4], [4, 2]),
    of("bn,anm,bm->ba", [2, 3], [4, 3, 5], [2, 5]),
    of("iij,j->i", [3, 3, 2], [2]),
    of("ij,ij->i", [2, 3], [2, 3]),
    of("ij,kj->k", [2, 3], [4, 3]),
    of("ij,ij", [2, 1], [2, 3]),
  ];
};

const addedExamples = (): Example[] => [
  example((x, a, b) => addmm(x, a, b), "torch.addmm(a, b, c)", [[4], [2, 3], [3, 4]]),
  example(
    (x, a, b) => addmm(x, a, b, { beta: 0.5, alpha: -2 }),
    "torch.addmm(a, b, c, beta=0.5, alpha=-2)",
    [
      [2, 4],
      [2, 3],
      [3, 4],
    ],
  ),
  example((x, a, b) => baddbmm(x, a, b), "torch.baddbmm(a, b, c)", [
    [2, 1, 4],
    [2, 2, 3],
    [2, 3, 4],
  ]),
];

const linalgExamples = (): Example[] => [
  ...[1, 3, 5].map((n) => example((x) => linalg.inv(regular(x)), `torch.linalg.inv(${near})`, [[n, n]])),
  example((x) => linalg.inv(regular(x)), `torch.linalg.inv(${near})`, [[2, 3, 3]]),
  ...[1, 3, 4].map((n) => example((x) => linalg.det(x), "torch.linalg.det(a)", [[n, n]])),
  example((x) => linalg.det(x), "torch.linalg.det(a)", [[2, 3, 3]]),
  example((x, b) => linalg.solve(regular(x), b), `torch.linalg.solve(${near}, b)`, [[3, 3], [3]]),
  example((x, b) => linalg.solve(regular(x), b), `torch.linalg.solve(${near}, b)`, [
    [2, 3, 3],
    [3, 4],
  ]),
  example((x, b) => linalg.solve(regular(x), b), `torch.linalg.solve(${near}, b)`, [
    { shape: [4, 4], transposed: true },
    { shape: [4, 2], transposed: true },
  ]),
];

const decompositionExamples = (): Example[] => [
  example((x) => linalg.qr(x)[0], "torch.linalg.qr(a)[0]", [[4, 3]]),
  example((x) => linalg.qr(x)[1], "torch.linalg.qr(a)[1]", [[4, 3]]),
  example((x) => linalg.qr(x)[1], "torch.linalg.qr(a)[1]", [[2, 3, 3]]),
  example((x) => linalg.qr(x)[1], "torch.linalg.qr(a)[1]", [[2, 4]]),
  example((x) => linalg.eigh(symmetric(x))[0], `torch.linalg.eigh(${alike})[0]`, [[4, 4]]),
  example((x) => linalg.eigh(symmetric(x))[0], `torch.linalg.eigh(${alike})[0]`, [[2, 3, 3]]),
  // Signs of eigenvectors are nobody's: squares have none.
  example((x) => linalg.eigh(symmetric(x))[1].square(), `torch.linalg.eigh(${alike})[1] ** 2`, [[3, 3]]),
  example((x) => linalg.svd(x)[1], "torch.linalg.svd(a)[1]", [[4, 3]], { twice: false }),
  example((x) => linalg.svd(x, { fullMatrices: false })[1], "torch.linalg.svd(a)[1]", [[2, 3, 4]], { twice: false }),
];

/** Linear algebra. */
export const linalgRows: readonly Row[] = [
  { name: "einsum", examples: einsumExamples },
  { name: "addmm", examples: addedExamples },
  { name: "linalg", examples: linalgExamples },
  { name: "decompositions", examples: decompositionExamples },
];
