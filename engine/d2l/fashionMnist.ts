import { DataLoader } from "../data/dataLoader.ts";
import { readIdx } from "../data/read.ts";
import { checkOptions } from "../core/options.ts";
import { say } from "../payload/say.ts";
import { tellOnce } from "./shipped.ts";
import type { Tensor } from "../core/tensor.ts";
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
 * (N,). Nothing is downloaded: they are those of the files `train-images-idx3-ubyte.gz` and so on in a folder, or,
 * where there are none and no folder is named, 2,000 and 400 of them that come with Gradbook.
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
  const shipped = (): void => {
    tellOnce(
      say`Fashion-MNIST: 2,000 pictures to train with and 400 to test with, which come with Gradbook. For all 70,000, put the four files of https://github.com/zalandoresearch/fashion-mnist into data/fashion-mnist.`,
    );
  };
  const read = async (part: "train" | "t10k"): Promise<ImageDataset> => {
    // In the notebook's own folder, or where the book's chapters and torchvision have it.
    if (folder === undefined)
      return findFashionMnist(["data", "../data"], { train: part === "train", transform, shipped });
    const images = await readIdx(`${folder}/${part}-images-idx3-ubyte${ending}`);
    const labels = await readIdx(`${folder}/${part}-labels-idx1-ubyte${ending}`);
    return new ImageDataset(images, labels, transform);
  };
  const [train, test] = [await read("train"), await read("t10k")];
  return [new DataLoader(train, batchSize, { shuffle: true }), new DataLoader(test, batchSize)];
}
