import { type Dataset, TensorDataset } from "../data/dataset.ts";
import { readBundledIdx, readIdx } from "../data/read.ts";
import { checkOptions } from "../core/options.ts";
import { stack } from "../ops/shape/join.ts";
import { say } from "../payload/say.ts";
import type { Tensor } from "../core/tensor.ts";
import { Compose, ToTensor, type Transform } from "./transforms.ts";

/** Which part is read, and what is done to each picture. */
export interface ImageOptions {
  /** The training set; else the test set. Default true. */
  train?: boolean;
  /** Default: none, pictures are pixels 0 … 255. */
  transform?: Transform | null;
}

/**
 * Pictures with their classes: example i is [picture, class].
 * @example new vision.ImageDataset(images, labels, new vision.ToTensor())
 */
export class ImageDataset implements Dataset<[Tensor, Tensor]> {
  readonly length: number;
  readonly #pixels: TensorDataset<[Tensor, Tensor]>;
  readonly #transform: Transform | null;

  constructor(images: Tensor, labels: Tensor, transform: Transform | null) {
    // What can be done to all pictures at once is done once, not with every batch.
    const all = transform !== null && isToTensor(transform);
    this.#pixels = new TensorDataset<[Tensor, Tensor]>(all ? new ToTensor().apply(images) : images, labels);
    this.#transform = all ? null : transform;
    this.length = images.shape[0];
  }

  /** Picture number `index`, transformed, and its class.
   * @example const [image, label] = dataset.get(0); */
  get(index: number): [Tensor, Tensor] {
    const [image, label] = this.#pixels.get(index);
    return [this.#transform?.apply(image) ?? image, label];
  }

  /** Several pictures joined along a new first axis, and their classes.
   * @example const [images, labels] = dataset.batch([0, 1]); */
  batch(indices: ArrayLike<number>): [Tensor, Tensor] {
    const [images, labels] = this.#pixels.batch(indices);
    if (!this.#transform) return [images, labels];
    const one = (i: number): Tensor => this.#transform?.apply(images.get(i)) ?? images.get(i);
    return [stack(Array.from({ length: indices.length }, (_, i) => one(i))), labels];
  }
}

/** Whether nothing but {@link ToTensor} is done, which takes all pictures at once. */
function isToTensor(transform: Transform): boolean {
  if (transform instanceof Compose)
    return transform.transforms.length === 1 && isToTensor(transform.transforms[0]);
  return transform instanceof ToTensor;
}

/** Where the files may lie below the root: as torchvision leaves them, or alone. */
const folders = ["FashionMNIST/raw/", "fashion-mnist/", ""];
const endings = [".gz", ""];

/**
 * Fashion-MNIST from the four files of its authors. Nothing is downloaded: they must lie in `root`, in
 * `root/FashionMNIST/raw` (where torchvision has them) or in `root/fashion-mnist`, packed with gzip or not.
 * @throws {Error} naming the places and where the files are to be had
 * @example const train = await vision.fashionMnist("../data", { train: true, transform: new vision.ToTensor() });
 */
export async function fashionMnist(root: string, options: ImageOptions = {}): Promise<ImageDataset> {
  checkOptions("fashionMnist", options, { train: 1, transform: 1 });
  return findFashionMnist([root], options);
}

/**
 * {@link fashionMnist} in the first of several folders that has it.
 * @param options `shipped`: called before the pictures that come with Gradbook are taken instead; an error if left out
 */
export async function findFashionMnist(
  roots: readonly string[],
  { train = true, transform = null, shipped }: ImageOptions & { shipped?: () => void },
): Promise<ImageDataset> {
  const part = train ? "train" : "t10k";
  const places = roots.flatMap((root) => folders.map((folder) => `${root}/${folder}`));
  for (const place of places)
    for (const ending of endings) {
      const labels = await readIdx(`${place}${part}-labels-idx1-ubyte${ending}`).catch(whenMissing);
      if (!labels) continue;
      const images = await readIdx(`${place}${part}-images-idx3-ubyte${ending}`);
      return new ImageDataset(images, labels, transform);
    }
  if (shipped) {
    shipped();
    const images = await readBundledIdx(`fashion-${part}-images-idx3-ubyte.gz`);
    const labels = await readBundledIdx(`fashion-${part}-labels-idx1-ubyte.gz`);
    return new ImageDataset(images, labels, transform);
  }
  throw new Error(
    say`Fashion-MNIST is not in ${places.join(", ")}. Nothing is downloaded here: take the four files
      train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and
      t10k-labels-idx1-ubyte.gz from https://github.com/zalandoresearch/fashion-mnist (data/fashion) and put
      them into one of these folders.`,
  );
}

/** A file that is there and no good is an error of its own. */
function whenMissing(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
