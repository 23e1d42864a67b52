/** Small real data sets that ship with Gradbook. */
import { tensor } from "../ops/create.ts";
import type { Tensor } from "../tensor.ts";
import { parseCsv, type CsvOptions } from "./csv.ts";
import { readBundled } from "./files.ts";
import { decodeUtf8 } from "./utf8.ts";

/** A data set in memory: examples along axis 0 of both tensors. */
export interface LabelledData {
  /** Features, float32, shape (examples, features). */
  x: Tensor;
  /** What is to be predicted: class indices, int32, shape (examples,); or numbers, float32, (examples, 1). */
  y: Tensor;
  featureNames: readonly string[];
  /** Names of the classes by index; empty when y is not a class. */
  classNames: readonly string[];
  /** What it is and where it comes from. */
  description: string;
}

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
  return {
    ...split(rows, 64),
    featureNames: Array.from({ length: 64 }, (_, i) => `pixel ${Math.floor(i / 8)},${i % 8}`),
    classNames: Array.from({ length: 10 }, (_, i) => String(i)),
    description: "Optical Recognition of Handwritten Digits (Alpaydin, Kaynak 1998), UCI, CC BY 4.0",
  };
}

/**
 * 150 iris flowers of 3 species. x (150, 4) in centimetres, y (150,) with classes 0 … 2.
 * @example const { x, y, classNames } = await data.iris();
 */
export async function iris(): Promise<LabelledData> {
  const rows = await readNumbers("iris.csv", { delimiter: ",", skip: 1 });
  return {
    ...split(rows, 4),
    featureNames: ["sepal length", "sepal width", "petal length", "petal width"],
    classNames: ["setosa", "versicolor", "virginica"],
    description: "Iris (Fisher 1936), UCI, CC BY 4.0",
  };
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
  return {
    x: tensor(x),
    y: tensor(y),
    featureNames: ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"],
    classNames: [],
    description: "Efron, Hastie, Johnstone, Tibshirani, Least Angle Regression (2004)",
  };
}
