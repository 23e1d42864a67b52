/** Every operation with its uses: what the tests, the golden numbers and the fuzzer are generated from. */
import { activationRows, binaryRows, compareRows, unaryRows, whereRows } from "./elementwise.ts";
import type { Row } from "./example.ts";
import { crossEntropyRows, lossRows } from "./losses.ts";
import { linalgRows } from "./linalg.ts";
import { normRows } from "./norms.ts";
import { productRows } from "./products.ts";
import { rearrangeRows } from "./rearrange.ts";
import { cumprodRows, cumsumRows, extremeRows, reduceRows, softmaxRows, statisticsRows } from "./reduce.ts";
import { copyRows, indexRows, joinRows, viewRows } from "./shape.ts";
import { columnRows, convolutionRows, poolRows } from "./windows.ts";

export const table: readonly Row[] = [
  ...unaryRows,
  ...activationRows,
  ...binaryRows,
  ...compareRows,
  ...whereRows,
  ...reduceRows,
  ...extremeRows,
  ...statisticsRows,
  ...cumsumRows,
  ...cumprodRows,
  ...softmaxRows,
  ...lossRows,
  ...crossEntropyRows,
  ...normRows,
  ...productRows,
  ...viewRows,
  ...joinRows,
  ...indexRows,
  ...rearrangeRows,
  ...linalgRows,
  ...copyRows,
  ...convolutionRows,
  ...poolRows,
  ...columnRows,
];
