/** pandas and torchvision, as far as the book's chapters use them; see signature.ts for how to read the rows. */
import { none } from "../analysis/types.ts";
import { readTable } from "./signature.ts";

export const visionDatasets = readTable(
  "async FashionMNIST(root / * train transform download!) -> images = fashionMnist",
  none,
);

export const visionTransforms = readTable("ToTensor()\nResize(size /)\nCompose(transforms /)", none);

export const pandasCalls = readTable(`
async read_csv(filepath_or_buffer /) -> frame
get_dummies(data / * dummy_na dtype!) -> frame
concat(objs / * axis) -> frame
Series(data /) -> series
DataFrame(data /) -> frame
`);

/** Methods of its tables and columns. */
export const pandasMethods: Record<string, ReturnType<typeof readTable>> = {
  "pandas.DataFrame": readTable(`
mean(numeric_only!) -> series
std(numeric_only!) -> series
fillna(value /) -> frame
apply(func /) -> frame
head(n /) -> frame
to_numpy(dtype!) -> tensor = toTensor
async to_csv(path_or_buf / index!) -> none
`),
  "pandas.Series": readTable(`
mean() -> number
std() -> number
fillna(value /) -> series
to_numpy(dtype!) -> tensor = toTensor
add(other /) -> series
sub(other /) -> series
mul(other /) -> series
div(other /) -> series
`),
};
