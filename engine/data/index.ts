/** Data: sets, loaders, readers, preparation. */
export { digits, diabetes, iris } from "./builtin.ts";
export { parseCsv, type Cell, type CsvOptions, type CsvTable } from "./csv.ts";
export { DataLoader, type DataLoaderOptions } from "./dataLoader.ts";
export { randomSplit, Subset, TensorDataset, type Dataset, type Example } from "./dataset.ts";
export { StandardScaler, standardize, trainTestSplit, type SplitOptions } from "./prepare.ts";
export type { LabelledData } from "./labelledData.ts";
export { loadSafetensors, readCsv, readIdx, saveSafetensors } from "./read.ts";
export { Table, type Fill, type FromOptions, type OneHotOptions, type Row } from "./table.ts";
export { table, type TableSource } from "./tableOf.ts";
export type { Aggregates, TableGroups } from "./tableGroups.ts";
export type { Aggregate } from "./tableStatistics.ts";
