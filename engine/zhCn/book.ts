/** 简体中文: what the book's helpers of the later chapters say. */
import type { Messages } from "../payload/say.ts";

export const book: Messages = {
  // What they print.
  "English and French: 600 pairs of sentences that come with Gradbook. For the book's, put fra.txt into ../data/fra-eng.":
    "英语和法语：Gradbook 自带的 600 对句子。要用书中的数据，请把 fra.txt 放入 ../data/fra-eng。",
  "Fashion-MNIST: 2,000 pictures to train with and 400 to test with, which come with Gradbook. For all 70,000, put the four files of https://github.com/zalandoresearch/fashion-mnist into data/fashion-mnist.":
    "Fashion-MNIST：Gradbook 自带的 2,000 张训练图片和 400 张测试图片。要用全部 70,000 张，请把 https://github.com/zalandoresearch/fashion-mnist 的四个文件放入 data/fashion-mnist。",
  "The Time Machine: chapters I and II, which come with Gradbook. For the whole book, put its text into ../data/timemachine.txt.":
    "《时间机器》：Gradbook 自带的第一、二章。要用全书，请把全文放入 ../data/timemachine.txt。",
  "loss {0}, train acc {1}, test acc {2}; {3} examples/sec on {4}":
    "损失 {0}，训练精度 {1}，测试精度 {2}；{3} 样本/秒，设备 {4}",
  "perplexity {0}, {1} tokens/sec on {2}": "困惑度 {0}，{1} 词元/秒，设备 {2}",
  "loss {0}, {1} tokens/sec on {2}": "损失 {0}，{1} 词元/秒，设备 {2}",
  "loss: {0}, {1} sec/epoch": "损失：{0}，{1} 秒/轮",
  "epoch {0}, x1: {1}, x2: {2}": "第 {0} 轮，x1：{1}，x2：{2}",

  // What they want.
  "a whole number of at least 1": "不小于 1 的整数",
  'an operator, such as "+"': '运算符，例如 "+"',
  "a text": "一段文本",
  'the device "cpu", the only one there is': '设备 "cpu"（这里只有这一个）',
  "a place, such as [1, -0.5]": "一个位置，例如 [1, -0.5]",
  'lines of text, such as ["the time machine"]': '若干行文本，例如 ["the time machine"]',
  "a vocabulary, such as new d2l.Vocab(tokens)": "词表，例如 new d2l.Vocab(tokens)",
  "a language model, such as a d2l.RNNModel": "语言模型，例如 d2l.RNNModel",
  "an encoder and decoder, such as a d2l.EncoderDecoder": "编码器-解码器，例如 d2l.EncoderDecoder",
  "an encoder and a decoder": "一个编码器和一个解码器",
  "a list of the tokens' indices, such as [3, 1, 2]": "词元索引的列表，例如 [3, 1, 2]",
  "a class of optimisers, such as optim.SGD": "优化器的类，例如 optim.SGD",
  "a function of parameters, states and hyperparameters": "参数、状态和超参数的函数",
  "a function of x1 and x2": "x1 和 x2 的函数",
  "a function that gives the next x1, x2, s1 and s2": "给出下一步 x1、x2、s1 和 s2 的函数",
  "a list of places, such as d2l.train2d gives": "位置的列表，例如 d2l.train2d 的返回值",
  "a recurrent layer, such as new nn.GRU(28, 256)": "循环层，例如 new nn.GRU(28, 256)",
  "an optimiser, or a function of the batch size": "优化器，或批量大小的函数",
  "batches of sequences, such as a d2l.SeqDataLoader": "序列的批次，例如 d2l.SeqDataLoader",
  "functions that make the parameters, the first state, and the outputs":
    "生成参数、初始状态和输出的三个函数",
  "lists of tokens or of their indices": "词元或其索引的列表",
  "matrices of shape (rows, columns, height, width)": "形状为 (行数, 列数, 高, 宽) 的矩阵",
  "scores (batch, steps, classes)": "得分 (批量, 步数, 类别)",
  'tokens, or lines of tokens, such as [["the", "time"], ["machine"]]':
    '词元，或若干行词元，例如 [["the", "time"], ["machine"]]',

  // What is wrong.
  "Files can only be waited for here: {0} cannot be read at once.":
    "这里只能异步读取文件：无法立即读取 {0}。",
  "Vocab.toTokens: there is no index {0}; use 0 … {1}.": "Vocab.toTokens：没有索引 {0}；请使用 0 … {1}。",
  "corr2d: a tensor has shape {0}; a matrix and a kernel of two axes are wanted.":
    "corr2d：一个张量的形状是 {0}；需要一个矩阵和一个二维的核。",
  'tokenize: there are no tokens of kind {0}; use "word" or "char".':
    'tokenize：没有 {0} 这种词元；请使用 "word" 或 "char"。',
  "showHeatmaps: there is no cmap {0}; use {1}.": "showHeatmaps：没有颜色表 {0}；请使用 {1}。",
  "{0} does not come with this Gradbook. Install it again.": "这个 Gradbook 没有附带 {0}。请重新安装。",
  "{0}: {1} and valid lengths of shape {2} do not fit; one length for each row is wanted.":
    "{0}：{1} 与形状为 {2} 的有效长度不匹配；每一行需要一个长度。",
  "detach_: this tensor is a view of another one; use detach(), which gives a new tensor.":
    "detach_：这个张量是另一个张量的视图；请使用 detach()，它会给出新的张量。",
  "{0}: attentionWeights are those of the last call, and there has been none yet.":
    "{0}：attentionWeights 是最近一次调用的权重，而它还没有被调用过。",
};
