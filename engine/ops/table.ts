/** Every operation, one row each: what the tests and the golden numbers are generated from. */
import { activationOps } from "./activations.ts";
import { binaryOps } from "./binary.ts";
import { compareOps } from "./compare.ts";
import { convertOps } from "./convert.ts";
import { crossEntropyOps } from "./crossEntropy.ts";
import { cumsumOps } from "./cumsum.ts";
import { extremeOps } from "./extremes.ts";
import { gatherOps } from "./gather.ts";
import { indexingExamples } from "./indexing.ts";
import { joinOps } from "./join.ts";
import { linearOps } from "./linear.ts";
import { lossOps } from "./losses.ts";
import { matmulOps } from "./matmul.ts";
import type { Row } from "./op.ts";
import { reduceOps } from "./reduce.ts";
import { softmaxOps } from "./softmax.ts";
import { statisticsOps } from "./statistics.ts";
import { unaryOps } from "./unary.ts";
import { viewOps } from "./views.ts";
import { whereOps } from "./where.ts";

/** Composed of other operations, but worth examples of its own. */
const getRow: Row = { name: "get", backward: [null], examples: indexingExamples };

export const table: readonly Row[] = [
  ...unaryOps,
  ...activationOps,
  ...binaryOps,
  ...compareOps,
  ...whereOps,
  ...reduceOps,
  ...extremeOps,
  ...statisticsOps,
  ...cumsumOps,
  ...softmaxOps,
  ...lossOps,
  ...crossEntropyOps,
  ...matmulOps,
  ...linearOps,
  ...viewOps,
  ...joinOps,
  getRow,
  ...gatherOps,
  ...convertOps,
];
