import { DataLoader } from "../data/dataLoader.ts";
import { TensorDataset } from "../data/dataset.ts";
import { readIdx } from "../data/read.ts";
import type { Tensor } from "../tensor.ts";
import { checkOptions } from "../options.ts";

/** Where the images lie. */
export interface FashionMnistOptions {
  /** Where the four files of Fashion-MNIST (or MNIST) lie, packed with gzip or not. Default `data/fashion-mnist`. */
  folder?: string;
  /** Ending of the files' names. Default `.gz`. */
  ending?: ".gz" | "";
}

/**
 * Training and test batches of Fashion-MNIST, images (N, 1, 28, 28) with values in [0, 1] and class indices
 * (N,). Nothing is downloaded: the files `train-images-idx3-ubyte.gz` and so on must lie in a folder.
 * @throws when a file cannot be read, or is no IDX file
 * @example const [trainIter, testIter] = await d2l.loadDataFashionMnist(256, { folder: "fashion-mnist" });
 */
export async function loadDataFashionMnist(
  batchSize: number,
  options: FashionMnistOptions = {},
): Promise<[train: DataLoader<[Tensor, Tensor]>, test: DataLoader<[Tensor, Tensor]>]> {
  checkOptions("loadDataFashionMnist", options, { folder: 1, ending: 1 });
  const { folder = "data/fashion-mnist", ending = ".gz" } = options;
  const read = async (part: "train" | "t10k"): Promise<TensorDataset<[Tensor, Tensor]>> => {
    const images = await readIdx(`${folder}/${part}-images-idx3-ubyte${ending}`);
    const labels = await readIdx(`${folder}/${part}-labels-idx1-ubyte${ending}`);
    return new TensorDataset<[Tensor, Tensor]>(images.div(255).unsqueeze(1), labels);
  };
  const [train, test] = [await read("train"), await read("t10k")];
  return [new DataLoader(train, batchSize, { shuffle: true }), new DataLoader(test, batchSize)];
}
