/** Small real data sets that ship with Gradbook. */
import { tensor } from "../ops/create/create.ts";
import type { Tensor } from "../core/tensor.ts";
import { type CsvOptions, parseCsv } from "./csv.ts";
import { readBundled } from "./files.ts";
import { LabelledData } from "./labelledData.ts";
import { decodeUtf8 } from "./utf8.ts";

async function readNumbers(name: string, options: CsvOptions): Promise<number[][]> {
  const { rows } = parseCsv(decodeUtf8(await readBundled(name), name), { header: false, ...options }, name);
  return rows.map((row) => row.map(Number));
}

function split(rows: number[][], width: number): { x: Tensor; y: Tensor } {
  return {
    x: tensor(rows.map((row) => row.slice(0, width))),
    y: tensor(
      rows.map((row) => row[width]),
      { dtype: "int32" },
    ),
  };
}

/**
 * 1,797 handwritten digits of 8 × 8 pixels. x (1797, 64) with values 0 … 16, y (1797,) with classes 0 … 9.
 * @example const { x, y } = await data.digits(); const train = new data.TensorDataset(x.div(16), y);
 */
export async function digits(): Promise<LabelledData> {
  const rows = await readNumbers("digits.csv.gz", { delimiter: "," });
  return new LabelledData({
    ...split(rows, 64),
    featureNames: Array.from({ length: 64 }, (_, i) => `pixel ${Math.floor(i / 8)},${i % 8}`),
    classNames: Array.from({ length: 10 }, (_, i) => String(i)),
    description: "Optical Recognition of Handwritten Digits (Alpaydin, Kaynak 1998), UCI, CC BY 4.0",
  });
}

/**
 * 150 iris flowers of 3 species. x (150, 4) in centimetres, y (150,) with classes 0 … 2.
 * @example const { x, y, classNames } = await data.iris();
 */
export async function iris(): Promise<LabelledData> {
  const rows = await readNumbers("iris.csv", { delimiter: ",", skip: 1 });
  return new LabelledData({
    ...split(rows, 4),
    featureNames: ["sepal length", "sepal width", "petal length", "petal width"],
    classNames: ["setosa", "versicolor", "virginica"],
    description: "Iris (Fisher 1936), UCI, CC BY 4.0",
  });
}

/**
 * 442 patients, and the progression of their diabetes a year later. x (442, 10) as measured, y (442, 1).
 * @example const { x, y } = await data.diabetes(); const features = data.standardize(x).x;
 */
export async function diabetes(): Promise<LabelledData> {
  const [x, y] = await Promise.all([
    readNumbers("diabetes_data_raw.csv.gz", { delimiter: " " }),
    readNumbers("diabetes_target.csv.gz", { delimiter: "," }),
  ]);
  return new LabelledData({
    x: tensor(x),
    y: tensor(y),
    featureNames: ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"],
    classNames: [],
    description: "Efron, Hastie, Johnstone, Tibshirani, Least Angle Regression (2004)",
  });
}
