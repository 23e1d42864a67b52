/** 简体中文: what data sets, readers of files and tables say. */
import type { Messages } from "../payload/say.ts";

export const data: Messages = {
  // Files.
  "There is no access to files here: load gradbook through its Node entry (dist/engine.js).":
    "这里不能访问文件：请通过 Node 入口（dist/engine.js）加载 gradbook。",
  "{0} is outside the folder that may be used here.": "{0} 在这里可用的文件夹之外。",
  "the path of a file": "文件的路径",
  "the text of a file": "文件的文本",
  "{0}: line {1}: {2}": "{0}：第 {1} 行：{2}",
  "the file has no data.": "文件中没有数据。",
  "{0} fields, but line {1} has {2}.": "有 {0} 个字段，而第 {1} 行有 {2} 个。",
  'a quote (") is opened and never closed.': '引号（"）没有闭合。',
  'text after the closing quote of "{0}".': "“{0}”的右引号之后还有文本。",
  "{0}: byte {1}: {2}": "{0}：字节 {1}：{2}",
  "the file ends within its 4-byte header.": "文件在 4 字节的文件头之内就结束了。",
  "the file is still packed with gzip.": "文件仍是 gzip 压缩的。",
  "an IDX file starts with two zero bytes.": "IDX 文件以两个零字节开头。",
  "unknown element type 0x{0}.": "未知的元素类型 0x{0}。",
  "the file ends before its {0} extents.": "文件在 {0} 个维度长度之前就结束了。",
  "the file ends early: {0} elements end at byte {1}.": "文件不完整：{0} 个元素应到字节 {1} 为止。",
  "{0} bytes follow the {1} elements.": "{1} 个元素之后还有 {0} 字节。",
  "{0} is not text in UTF-8; save it as UTF-8 and read it again.":
    "{0} 不是 UTF-8 文本；请另存为 UTF-8 后重新读取。",
  "{0}: byte 8: the header": "{0}：字节 8：文件头",
  'byte {0}: tensor "{1}"': "字节 {0}：张量“{1}”",
  "byte {0}: the file ends within the 8-byte length of its header.":
    "字节 {0}：文件在 8 字节的文件头长度之内就结束了。",
  "byte 0: a header of {0} bytes; this is no safetensors file.":
    "字节 0：文件头长 {0} 字节；这不是 safetensors 文件。",
  "byte {0}: the file ends within its header, which ends at byte {1}.":
    "字节 {0}：文件在文件头之内就结束了，文件头应到字节 {1} 为止。",
  "{0}: unknown dtype {1}; known are {2}.": "{0}：未知的数据类型 {1}；已知的有 {2}。",
  "{0}: {1} bytes for shape [{2}] of {3}.": "{0}：形状 [{2}] 的 {3} 却有 {1} 字节。",
  'byte {0}: tensor "{1}" leaves a gap or overlaps another.': "字节 {0}：张量“{1}”留有空隙，或与另一个重叠。",
  'byte {0}: the file ends within tensor "{1}", which ends at byte {2}.':
    "字节 {0}：文件在张量“{1}”之内就结束了，它应到字节 {2} 为止。",
  "byte {0}: {1} bytes too many.": "字节 {0}：多出 {1} 字节。",
  "byte {0}: the header is not JSON ({1}).": "字节 {0}：文件头不是 JSON（{1}）。",
  "byte 8: the header is not a JSON object.": "字节 8：文件头不是 JSON 对象。",
  "{0}: the header must give dtype, shape and data_offsets.":
    "{0}：文件头必须给出 dtype、shape 和 data_offsets。",
  'byte {0}: {1} in tensor "{2}" does not fit into int32.': "字节 {0}：张量“{2}”中的 {1} 超出 int32 的范围。",
  "tensors by their names, as in { w, b }": "按名称给出的张量，例如 { w, b }",

  // Data sets.
  "DataLoader: a data set is expected, as in new DataLoader(new TensorDataset(x, y), 32); {0} was given.":
    "DataLoader：此处应为数据集，例如 new DataLoader(new TensorDataset(x, y), 32)；而给出的是{0}。",
  "DataLoader: batchSize is {0}; give a whole number of at least 1.":
    "DataLoader：batchSize 是 {0}；请给出不小于 1 的整数。",
  "TensorDataset: the tensors must have the same number of rows; their shapes are [{0}].":
    "TensorDataset：各张量的行数必须相同；它们的形状是 [{0}]。",
  "batch: there are no examples to join.": "batch：没有可合并的样本。",
  "the indices of its examples, as in [0, 2]": "样本的索引，例如 [0, 2]",
  "the lengths of the parts, as in [80, 20]": "各部分的长度，例如 [80, 20]",
  "randomSplit: {0} is {1}; the lengths must sum to {2}, or shares to 1.":
    "randomSplit：{0} 等于 {1}；长度之和必须是 {2}，或比例之和是 1。",
  "a dataset, as in new data.TensorDataset(x, y)": "数据集，例如 new data.TensorDataset(x, y)",
  "StandardScaler.{0}: call fit(x) with the training data first.":
    "StandardScaler.{0}：请先用训练数据调用 fit(x)。",
  "trainTestSplit: {0} and {1} differ in their number of rows.": "trainTestSplit：{0} 与 {1} 的行数不同。",
  "trainTestSplit: testSize {0} of {1} rows leaves one part empty.":
    "trainTestSplit：{1} 行取 testSize {0} 会使其中一部分为空。",
  "Resize: the size is {0}; give whole numbers of at least 1.": "Resize：大小是 {0}；请给出不小于 1 的整数。",
  "a size, or a height and a width": "一个大小，或高和宽",
  "Fashion-MNIST is not in {0}. Nothing is downloaded here: take the four files train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz from https://github.com/zalandoresearch/fashion-mnist (data/fashion) and put them into one of these folders.":
    "{0} 中没有 Fashion-MNIST。这里不会下载：请从 https://github.com/zalandoresearch/fashion-mnist（data/fashion）取得 train-images-idx3-ubyte.gz、train-labels-idx1-ubyte.gz、t10k-images-idx3-ubyte.gz 和 t10k-labels-idx1-ubyte.gz 这四个文件，并放入上述任一文件夹。",

  // Tables.
  "columns and rows, as parseCsv gives them": "列和行，如 parseCsv 所返回的",
  "columns, a list of names": "columns，由列名组成的列表",
  "rows, a list of lists": "rows，由列表组成的列表",
  'toTensor: row {0}, column "{1}": "{2}" is no number; leave the column out, or use categories("{3}") to number its texts.':
    'toTensor：第 {0} 行“{1}”列：“{2}”不是数；请去掉该列，或用 categories("{3}") 为其中的文本编号。',
  'Table: there is no column "{0}"; there are {1}.': "Table：没有“{0}”列；有 {1}。",
  '{0}: column "{1}" holds "{2}", which is no number; getDummies makes numbers of texts.':
    "{0}：“{1}”列中的“{2}”不是数；getDummies 可以把文本转换为数。",
  "DataFrame: the columns have {0} rows; give as many for each.":
    "DataFrame：各列的行数是 {0}；请让每列的行数相同。",
  "columns by their names, as in { a: [1, 2] }": "按名称给出的列，例如 { a: [1, 2] }",
  'set: {0} cells for {1} rows of "{2}".': "set：“{2}”有 {1} 行，却给出了 {0} 个单元格。",
  'DataFrame: there is no column "{0}"; there are {1}.': "DataFrame：没有“{0}”列；有 {1}。",
  'get: "{0}" picks no rows; give it as "first:last".': 'get：“{0}”没有选中任何行；请写作 "first:last"。',
  "iloc: there is no place {0} among {1}.": "iloc：共有 {1} 个位置，没有位置 {0}。",
  "{0}: columns of {1} and {2} cells do not pair up.":
    "{0}：{1} 个单元格的列与 {2} 个单元格的列不能一一对应。",
  "a list of values, or a tensor": "由值组成的列表，或张量",
  "a list of tables or columns": "由表格或列组成的列表",
  "a table": "表格",

  // The book's helpers.
  "Accumulator.add: there are {0} sums, but {1} values.":
    "Accumulator.add：有 {0} 个累加项，却给出了 {1} 个值。",
  'download: "{0}" is not in DATA_HUB, which is empty.': "download：DATA_HUB 是空的，其中没有“{0}”。",
  'download: "{0}" is not in DATA_HUB; there are {1}.': "download：DATA_HUB 中没有“{0}”；有 {1}。",
  "download: there is no network here. Open {0} in a browser, save the file as {1} (from the notebook's folder), and run the cell again.":
    "download：这里没有网络。请在浏览器中打开 {0}，把文件保存为 {1}（相对于笔记本所在的文件夹），然后重新运行单元格。",
  "gamma: it has no value at {0}.": "gamma：在 {0} 处没有值。",
  "a list of tensors, [features, labels]": "由张量组成的列表，[features, labels]",
  "an object, such as a tensor": "对象，例如张量",
  "a tensor, a list of tensors or tensors by their names": "张量、由张量组成的列表，或按名称给出的张量",
  "parameters, such as [w, b]": "参数，例如 [w, b]",
  "a model, a module or a function of X": "模型，即模块或以 X 为参数的函数",
  "batches, such as a DataLoader": "批次，例如 DataLoader",
  "a loss of predictions and targets": "以预测和目标为参数的损失函数",
};
