/** The book's helpers, NumPy, `math` and their like; see signature.ts for how to read the rows. */
import { none, number, tensor } from "../analysis/types.ts";
import { readTable } from "./signature.ts";

export const d2lCalls = readTable(
  `
plot(X Y / xlabel ylabel * legend xlim ylim xscale yscale fmts figsize annotations axes!)
synthetic_data(w b num_examples /) -> pair
load_array(data_arrays batch_size is_train /) -> batches
linreg(X w b /) -> tensor
squared_loss(y_hat y /) -> tensor
sgd(params lr batch_size /)
accuracy(y_hat y /) -> number
evaluate_accuracy(net data_iter /) -> number
evaluate_loss(net data_iter loss /) -> number
train_epoch_ch3(net train_iter loss updater /) -> shares
async train_ch3(net train_iter test_iter loss num_epochs updater /)
predict_ch3(net test_iter n /)
async load_data_fashion_mnist(batch_size / * resize) -> loaders
get_fashion_mnist_labels(labels /) -> strings
show_images(imgs num_rows num_cols titles scale /)
Accumulator(n /)
Animator(* xlabel ylabel legend xlim ylim xscale yscale fmts figsize title)
Timer()
get_dataloader_workers() -> whole
async download(name / cache_dir) -> string
async download_extract(name folder /) -> string
async download_all()
try_gpu(i! /) -> string
try_all_gpus() -> strings
corr2d(X K /) -> tensor
Residual(input_channels num_channels use_1x1conv strides /)
evaluate_accuracy_gpu(net data_iter device! /) -> number
async train_ch6(net train_iter test_iter num_epochs lr device /)
read_time_machine() -> strings
tokenize(lines token /) -> lines
count_corpus(tokens /) -> counts
Vocab(tokens min_freq reserved_tokens /)
load_corpus_time_machine(max_tokens /) -> corpus
seq_data_iter_random(corpus batch_size num_steps /) -> batches
seq_data_iter_sequential(corpus batch_size num_steps /) -> batches
load_data_time_machine(batch_size num_steps use_random_iter max_tokens /) -> sequences
RNNModel(rnn_layer vocab_size /)
RNNModelScratch(vocab_size num_hiddens device get_params init_state forward_fn /)
predict_ch8(prefix num_preds net vocab device /) -> string
grad_clipping(net theta /)
train_epoch_ch8(net train_iter loss updater device use_random_iter /) -> shares
async train_ch8(net train_iter vocab lr num_epochs device use_random_iter /)
read_data_nmt() -> string
preprocess_nmt(text /) -> string
tokenize_nmt(text num_examples /) -> bothLines
truncate_pad(line num_steps padding_token /) -> wholes
build_array_nmt(lines vocab num_steps /) -> pair
load_data_nmt(batch_size num_steps num_examples /) -> translations
show_list_len_pair_hist(legend xlabel ylabel xlist ylist /)
bleu(pred_seq label_seq k /) -> number
Encoder()
Decoder()
AttentionDecoder()
EncoderDecoder(encoder decoder /)
Seq2SeqEncoder(vocab_size embed_size num_hiddens num_layers dropout /)
Seq2SeqDecoder(vocab_size embed_size num_hiddens num_layers dropout /)
async train_seq2seq(net data_iter lr num_epochs tgt_vocab device /)
predict_seq2seq(net src_sentence src_vocab tgt_vocab num_steps device save_attention_weights /) -> translated
sequence_mask(X valid_len value /) -> tensor
masked_softmax(X valid_lens /) -> tensor
MaskedSoftmaxCELoss()
AdditiveAttention(key_size query_size num_hiddens dropout /)
DotProductAttention(dropout /)
MultiHeadAttention(key_size query_size value_size num_hiddens num_heads dropout bias /)
transpose_qkv(X num_heads /) -> tensor
transpose_output(X num_heads /) -> tensor
PositionalEncoding(num_hiddens dropout max_len /)
PositionWiseFFN(ffn_num_input ffn_num_hiddens ffn_num_outputs /) = PositionWiseFFN
AddNorm(normalized_shape dropout /)
EncoderBlock(key_size query_size value_size num_hiddens norm_shape ffn_num_input ffn_num_hiddens num_heads dropout use_bias /)
TransformerEncoder(vocab_size key_size query_size value_size num_hiddens norm_shape ffn_num_input ffn_num_hiddens num_heads num_layers dropout use_bias /)
get_data_ch11(batch_size n /) -> examples
async train_ch11(trainer_fn states hyperparams data_iter feature_dim num_epochs /) -> timed
async train_concise_ch11(trainer_fn hyperparams data_iter num_epochs /) -> timed
train_2d(trainer steps f_grad /) -> trace = train2d
show_trace_2d(f results /) = showTrace2d
show_heatmaps(matrices xlabel ylabel / titles figsize cmap) = showHeatmaps
annotate(text xy xytext /)
`,
  none,
);

/** Methods of the book's classes. */
export const d2lMethods: Record<string, ReturnType<typeof readTable>> = {
  "d2l.Accumulator": readTable("add(...)\nreset()", none),
  "d2l.Animator": readTable("add(x y /)", none),
  "d2l.Vocab": readTable("to_tokens(indices /) -> unknown"),
  "d2l.RNNModel": readTable("begin_state(device batch_size /) -> unknown"),
  "d2l.RNNModelScratch": readTable("begin_state(batch_size device /) -> tensors"),
  "d2l.Timer": readTable(
    "start()\nstop() -> number\navg() -> number\nsum() -> number\ncumsum() -> numbers",
    none,
  ),
};

/** NumPy's functions that the engine has too; arrays become tensors. */
export const numpyCalls = readTable(
  `
array(data / * dtype) = tensor
asarray(data / * dtype) = tensor
arange(... / * dtype)
linspace(start stop num / * dtype)
zeros(shape / * dtype)
ones(shape / * dtype)
full(shape fill_value / * dtype)
eye(N M / * dtype)
zeros_like(a / * dtype)
ones_like(a / * dtype)
exp(x /)
log(x /)
log2(x /)
log10(x /)
log1p(x /)
sqrt(x /)
abs(x /)
sin(x /)
cos(x /)
tan(x /)
tanh(x /)
sign(x /)
square(x /)
floor(x /)
ceil(x /)
maximum(x1 x2 /)
minimum(x1 x2 /)
power(x1 x2 /) = pow
dot(a b /) = matmul
matmul(a b /)
outer(a b /)
sum(a / axis * keepdims)
mean(a / axis * keepdims)
prod(a / axis * keepdims)
max(a / axis * keepdims) = amax
min(a / axis * keepdims) = amin
argmax(a / axis)
argmin(a / axis)
cumsum(a / axis)
concatenate(arrays / axis) = cat
stack(arrays / axis)
where(condition x y /)
reshape(a newshape /)
random.rand(...) = rand
random.randn(...) = randn
random.normal(loc scale / size) = normal
`,
  tensor,
);

/** Those of them that make numbers of their own: NumPy's are in double precision. */
export const numpyMakers: ReadonlySet<string> = new Set(
  "array asarray arange linspace zeros ones full eye random.rand random.randn random.normal".split(" "),
);

/** `math` and NumPy on numbers. */
export const mathCalls = readTable(
  `
sqrt(x /)
exp(x /)
log2(x /)
log10(x /)
log1p(x /)
expm1(x /)
sin(x /)
cos(x /)
tan(x /)
asin(x /)
acos(x /)
atan(x /)
atan2(y x /)
sinh(x /)
cosh(x /)
tanh(x /)
fabs(x /) = abs
abs(x /)
floor(x /) -> whole
ceil(x /) -> whole
trunc(x /) -> whole
pow(x y /)
hypot(...)
sign(x /)
`,
  number,
);

export const mathValues: Record<string, string> = {
  pi: "Math.PI",
  e: "Math.E",
  inf: "Infinity",
  nan: "NaN",
  tau: "(2 * Math.PI)",
};
