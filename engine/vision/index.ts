/** Pictures, by torchvision's names, as far as the book's chapters use them. */
export { fashionMnist, ImageDataset, type ImageOptions } from "./fashionMnist.ts";
export { Compose, Resize, ToTensor, type Transform } from "./transforms.ts";
