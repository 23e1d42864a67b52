import { DataLoader } from "../data/dataLoader.ts";
import { readIdx } from "../data/read.ts";
import { checkOptions } from "../options.ts";
import type { Tensor } from "../tensor.ts";
import { findFashionMnist, ImageDataset } from "../vision/fashionMnist.ts";
import { Compose, Resize, ToTensor } from "../vision/transforms.ts";

/** Where the images lie, and their size. */
export interface FashionMnistOptions {
  /** Where the four files of Fashion-MNIST (or MNIST) lie. Default `data/fashion-mnist`, else `../data/FashionMNIST/raw`. */
  folder?: string;
  /** Ending of the files' names, where `folder` is given. Default `.gz`. */
  ending?: ".gz" | "";
  /** Height and width that the images are brought to. Default 28, as they are. */
  resize?: number | readonly [height: number, width: number] | null;
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
  checkOptions("loadDataFashionMnist", options, { folder: 1, ending: 1, resize: 1 });
  const { folder, ending = ".gz", resize = null } = options;
  const transform = new Compose([...(resize === null ? [] : [new Resize(resize)]), new ToTensor()]);
  const read = async (part: "train" | "t10k"): Promise<ImageDataset> => {
    // In the notebook's own folder, or where the book's chapters and torchvision have it.
    if (folder === undefined)
      return findFashionMnist(["data", "../data"], { train: part === "train", transform });
    const images = await readIdx(`${folder}/${part}-images-idx3-ubyte${ending}`);
    const labels = await readIdx(`${folder}/${part}-labels-idx1-ubyte${ending}`);
    return new ImageDataset(images, labels, transform);
  };
  const [train, test] = [await read("train"), await read("t10k")];
  return [new DataLoader(train, batchSize, { shuffle: true }), new DataLoader(test, batchSize)];
}
