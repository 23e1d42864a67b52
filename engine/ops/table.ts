/** Every operation, one row each: what the tests and the golden numbers are generated from. */
import { binaryOps } from "./binary.ts";
import { compareOps } from "./compare.ts";
import { convertOps } from "./convert.ts";
import { crossEntropyOps } from "./crossEntropy.ts";
import { gatherOps } from "./gather.ts";
import { indexingExamples } from "./indexing.ts";
import { lossOps } from "./losses.ts";
import { matmulOps } from "./matmul.ts";
import type { Row } from "./op.ts";
import { preluExamples } from "./prelu.ts";
import { reduceOps } from "./reduce.ts";
import { softmaxOps } from "./softmax.ts";
import { unaryOps } from "./unary.ts";
import { viewOps } from "./views.ts";
import { whereOps } from "./where.ts";

/** Composed of other operations, but worth examples of their own. */
const composed: readonly Row[] = [
  { name: "get", backward: [null], examples: indexingExamples },
  { name: "prelu", backward: [null, null], examples: preluExamples },
];

export const table: readonly Row[] = [
  ...unaryOps,
  ...binaryOps,
  ...compareOps,
  ...whereOps,
  ...reduceOps,
  ...softmaxOps,
  ...lossOps,
  ...crossEntropyOps,
  ...matmulOps,
  ...viewOps,
  ...gatherOps,
  ...convertOps,
  ...composed,
];
