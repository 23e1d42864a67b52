/** PyTorch's calls as the engine takes them; see signature.ts for how to read the rows. */
import { none, tensor } from "../analysis/types.ts";
import { binary, compare, type TorchCalls, unaries, type UnaryRow } from "../../../engine/table/index.ts";
import { readTable } from "./signature.ts";

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The calls of element-wise functions of one kind, from the table of operations. */
function unaryCalls(kind: keyof TorchCalls): string {
  const plain: TorchCalls = { torch: "input /", method: "" };
  return Object.entries<UnaryRow>(unaries)
    .map(([name, { torch = plain }]) => [snakeCase(name), torch[kind]])
    .flatMap(([name = "", parameters]) => (parameters === undefined ? [] : [`${name}(${parameters})`]))
    .join("\n");
}

const pairs = [...Object.keys(binary), ...Object.keys(compare), "logicalAnd", "logicalOr", "logicalXor"].map(
  snakeCase,
);
const tests = ["isfinite", "isinf", "isnan"];

export const torchFunctions = readTable(`
${unaryCalls("torch")}
${tests.map((name) => `${name}(input /)`).join("\n")}
${pairs.map((name) => `${name}(input other /)`).join("\n")}
absolute(input /) = abs
multiply(input other /) = mul
subtract(input other /) = sub
divide(input other / * rounding_mode) = div
true_divide(input other /) = div
negative(input /) = neg
concat(tensors / dim) = cat
concatenate(tensors / dim) = cat
add(input other / * alpha)
sub(input other / * alpha)
div(input other / * rounding_mode)
rsub(input other /)
logical_not(input /)
isclose(input other / * rtol atol equal_nan)
allclose(input other / * rtol atol equal_nan) -> bool
equal(input other /) -> bool
clip(input / min max) = clamp
where(condition input other /)
tensor(data / * dtype requires_grad device!)
as_tensor(data / * dtype device!) = tensor
from_numpy(data /) = tensor
arange(... / * dtype requires_grad device!)
linspace(start end steps / * dtype requires_grad device!)
zeros(... * size dtype requires_grad device!)
ones(... * size dtype requires_grad device!)
empty(... * size dtype requires_grad device!)
rand(... * size dtype requires_grad generator device!)
randn(... * size dtype requires_grad generator device!)
full(size fill_value / * dtype requires_grad device!)
eye(n m / * dtype requires_grad device!)
zeros_like(input / * dtype requires_grad device!)
ones_like(input / * dtype requires_grad device!)
full_like(input fill_value / * dtype requires_grad device!)
rand_like(input / * dtype requires_grad device!)
randn_like(input / * dtype requires_grad device!)
normal(mean std / size * dtype requires_grad generator device!)
randint(... / * low high size dtype requires_grad generator device!)
randperm(n / * generator device!)
bernoulli(input / * generator)
multinomial(input num_samples / * replacement generator)
clone(input /)
prelu(input weight /)
all(input / dim keepdim axis keepdims)
any(input / dim keepdim axis keepdims)
sum(input / dim keepdim axis keepdims)
mean(input / dim keepdim axis keepdims)
prod(input / dim keepdim axis keepdims)
logsumexp(input / dim keepdim axis keepdims)
amax(input / dim keepdim axis keepdims)
amin(input / dim keepdim axis keepdims)
argmax(input / dim keepdim axis keepdims)
argmin(input / dim keepdim axis keepdims)
max(input / dim keepdim axis keepdims)
min(input / dim keepdim axis keepdims)
norm(input / p dim keepdim axis keepdims)
std(input / dim * unbiased keepdim correction axis keepdims)
var(input / dim * unbiased keepdim correction axis keepdims)
cumsum(input / dim axis)
dot(input other /)
matmul(input other /)
mm(input mat2 /)
bmm(input mat2 /)
mv(input vec /)
outer(input vec2 /)
ger(input vec2 /) = outer
expand(input size /)
flatten(input / start_dim end_dim)
narrow(input dim start length /)
permute(input dims /)
reshape(input shape /)
squeeze(input / dim)
unsqueeze(input / dim)
transpose(input dim0 dim1 /)
cat(tensors / dim axis)
stack(tensors / dim axis)
split(tensor split_size_or_sections / dim axis) -> tensors
chunk(input chunks / dim axis) -> tensors
unbind(input / dim) -> tensors
gather(input dim index /)
index_select(input dim index /)
scatter(input dim index src /)
scatter_add(input dim index src /)
nonzero(input /)
index_add(input dim index source / * alpha)
sort(input / dim descending * stable)
argsort(input / dim descending * stable)
topk(input k / dim largest * sorted)
unique(input / * sorted return_inverse return_counts)
searchsorted(sorted_sequence input / * right)
bincount(input / weights minlength)
histc(input / bins min max)
flip(input dims /)
roll(input shifts / dims)
tile(input dims /)
repeat_interleave(input repeats / dim)
tril(input / diagonal)
triu(input / diagonal)
diag(input / diagonal)
meshgrid(... * indexing) -> tensors
diagonal(input / offset dim1 dim2)
trace(input /)
cumprod(input / dim)
einsum(...)
addmm(input mat1 mat2 / * beta alpha)
baddbmm(input batch1 batch2 / * beta alpha)
inverse(input /)
det(input /)
softmax(input / dim)
log_softmax(input / dim)
manual_seed(seed /) -> none
is_grad_enabled() -> bool
no_grad() -> none
enable_grad() -> none
`);

/** Methods of tensors; those that change it in place end in an underscore. */
export const tensorMethods = readTable(`
${unaryCalls("method")}
${tests.map((name) => `${name}()`).join("\n")}
${pairs.map((name) => `${name}(other /)`).join("\n")}
absolute() = abs
add(other / * alpha)
sub(other / * alpha)
multiply(other /) = mul
div(other / * rounding_mode)
add_(other / * alpha)
sub_(other / * alpha)
mul_(other /)
div_(other /)
pow_(exponent /)
neg_()
exp_()
log_()
sqrt_()
abs_()
relu_()
sigmoid_()
tanh_()
square_()
reciprocal_()
floor_()
round_()
zero_()
fill_(value /)
copy_(src / non_blocking!)
clamp_(min max *)
masked_fill_(mask value /)
normal_(mean std / * generator)
uniform_(from to / * generator)
bernoulli_(p / * generator)
requires_grad_(requires_grad /)
retain_grad() -> none
register_hook(hook /) -> unknown
backward(gradient * retain_graph create_graph) -> none
detach()
item() -> number
tolist() -> unknown
numel() -> whole
dim() -> whole
size(...) -> size
stride() -> numbers
is_contiguous() -> bool
equal(other /) -> bool
allclose(other / * rtol atol equal_nan) -> bool
where(condition other /)
masked_fill(mask value /)
masked_select(mask /)
logical_not()
clip(min max *) = clamp
softmax(dim *)
log_softmax(dim *)
all(dim keepdim axis keepdims *)
any(dim keepdim axis keepdims *)
sum(dim keepdim axis keepdims * dtype)
mean(dim keepdim axis keepdims * dtype)
prod(dim keepdim axis keepdims *)
amax(dim keepdim axis keepdims *)
amin(dim keepdim axis keepdims *)
argmax(dim keepdim axis keepdims *)
argmin(dim keepdim axis keepdims *)
max(dim keepdim axis keepdims *)
min(dim keepdim axis keepdims *)
logsumexp(dim keepdim axis keepdims *)
norm(p dim keepdim axis keepdims *)
std(dim * unbiased keepdim correction axis keepdims)
var(dim * unbiased keepdim correction axis keepdims)
cumsum(dim axis *)
matmul(other /)
mm(mat2 /)
bmm(mat2 /)
mv(vec /)
dot(other /)
outer(vec2 /)
reshape(...)
view(...)
reshape_as(other /)
t()
transpose(dim0 dim1 /)
permute(...)
flatten(start_dim end_dim *)
squeeze(dim *)
unsqueeze(dim *)
expand(...)
expand_as(other /)
narrow(dim start length /)
split(split_size / dim *) -> tensors
chunk(chunks / dim *) -> tensors
unbind(dim *) -> tensors
repeat(...)
clone()
contiguous()
to(dtype / device! non_blocking!)
type(dtype /)
float()
double()
int()
long()
bool()
gather(dim index /)
index_select(dim index /)
scatter(dim index src /)
scatter_add(dim index src /)
nonzero()
detach_()
repeat_interleave(repeats dim *)
tile(...)
flip(...)
roll(shifts dims /)
tril(diagonal *)
triu(diagonal *)
diag(diagonal *)
diagonal(offset dim1 dim2 *)
trace()
cumprod(dim *)
scatter_(dim index src /)
scatter_add_(dim index src /)
index_add(dim index source / * alpha)
index_add_(dim index source / * alpha)
argsort(dim descending * stable)
bincount(weights minlength /)
histc(bins min max /)
det()
inverse()
addmm(mat1 mat2 / * beta alpha)
baddbmm(batch1 batch2 / * beta alpha)
`);

export const nnClasses = readTable(
  `
Linear(in_features out_features / bias * dtype device!)
LazyLinear(out_features / * bias dtype device!)
Sequential(...)
Flatten(start_dim end_dim /)
Identity()
ReLU(inplace!)
Sigmoid()
Tanh()
SiLU(inplace!)
GELU(* approximate)
ELU(alpha inplace! *)
LeakyReLU(negative_slope inplace! *)
PReLU(num_parameters init *)
Softplus(* beta threshold)
LogSigmoid()
Hardtanh(min_val max_val inplace! *)
Softmax(dim *)
LogSoftmax(dim *)
Dropout(p inplace! *)
Dropout2d(p inplace! *)
BatchNorm1d(num_features / * eps momentum affine track_running_stats device!)
BatchNorm2d(num_features / * eps momentum affine track_running_stats device!)
InstanceNorm1d(num_features / * eps momentum affine track_running_stats device!)
InstanceNorm2d(num_features / * eps momentum affine track_running_stats device!)
GroupNorm(num_groups num_channels / * eps affine device!)
Conv1d(in_channels out_channels kernel_size / * stride padding dilation groups bias padding_mode device! dtype)
Conv2d(in_channels out_channels kernel_size / * stride padding dilation groups bias padding_mode device! dtype)
ConvTranspose1d(in_channels out_channels kernel_size / * stride padding output_padding groups bias dilation padding_mode device! dtype)
ConvTranspose2d(in_channels out_channels kernel_size / * stride padding output_padding groups bias dilation padding_mode device! dtype)
LazyConv2d(out_channels kernel_size / * stride padding dilation groups bias padding_mode device! dtype)
MaxPool1d(kernel_size / * stride padding dilation return_indices ceil_mode)
MaxPool2d(kernel_size / * stride padding dilation return_indices ceil_mode)
AvgPool1d(kernel_size / * stride padding ceil_mode count_include_pad)
AvgPool2d(kernel_size / * stride padding ceil_mode count_include_pad divisor_override)
AdaptiveAvgPool1d(output_size /)
AdaptiveAvgPool2d(output_size /)
AdaptiveMaxPool1d(output_size /)
AdaptiveMaxPool2d(output_size /)
ZeroPad2d(padding /)
ConstantPad2d(padding value /)
ReflectionPad2d(padding /)
ReplicationPad2d(padding /)
Unfold(kernel_size / * dilation padding stride)
Fold(output_size kernel_size / * dilation padding stride)
LayerNorm(normalized_shape / * eps elementwise_affine device!)
Embedding(num_embeddings embedding_dim / * padding_idx sparse device!)
EmbeddingBag(num_embeddings embedding_dim / * mode sparse include_last_offset padding_idx device!)
RNN(input_size hidden_size / num_layers * nonlinearity bias batch_first dropout bidirectional device!)
GRU(input_size hidden_size / num_layers * bias batch_first dropout bidirectional device!)
LSTM(input_size hidden_size / num_layers * bias batch_first dropout bidirectional device!)
RNNCell(input_size hidden_size / bias * nonlinearity device!)
GRUCell(input_size hidden_size / bias * device!)
LSTMCell(input_size hidden_size / bias * device!)
MultiheadAttention(embed_dim num_heads / * dropout bias kdim vdim batch_first device!)
TransformerEncoderLayer(d_model nhead / * dim_feedforward dropout activation layer_norm_eps batch_first norm_first device!)
TransformerDecoderLayer(d_model nhead / * dim_feedforward dropout activation layer_norm_eps batch_first norm_first device!)
TransformerEncoder(encoder_layer num_layers norm / enable_nested_tensor!)
TransformerDecoder(decoder_layer num_layers norm /)
MSELoss(* reduction)
L1Loss(* reduction)
SmoothL1Loss(* reduction beta)
HuberLoss(* reduction delta)
CrossEntropyLoss(* weight reduction ignore_index label_smoothing)
NLLLoss(* weight reduction ignore_index)
BCELoss(* weight reduction)
BCEWithLogitsLoss(* weight reduction pos_weight)
Parameter(data / * requires_grad)
Module()
ModuleList(modules /)
ModuleDict(modules /)
`,
  none,
);

export const nnFunctional = readTable(
  `
${unaryCalls("functional")}
prelu(input weight /)
logsigmoid(input /) = logSigmoid
softmax(input / dim)
log_softmax(input / dim)
dropout(input / p training inplace!)
linear(input weight bias /)
one_hot(tensor / num_classes)
embedding(input weight / padding_idx * sparse)
embedding_bag(input weight offsets / * mode sparse per_sample_weights include_last_offset padding_idx)
scaled_dot_product_attention(query key value / * attn_mask dropout_p is_causal scale)
conv1d(input weight bias / * stride padding dilation groups)
conv2d(input weight bias / * stride padding dilation groups)
conv_transpose1d(input weight bias / * stride padding output_padding groups dilation)
conv_transpose2d(input weight bias / * stride padding output_padding groups dilation)
max_pool1d(input kernel_size / * stride padding dilation ceil_mode return_indices)
max_pool2d(input kernel_size / * stride padding dilation ceil_mode return_indices)
avg_pool1d(input kernel_size / * stride padding ceil_mode count_include_pad)
avg_pool2d(input kernel_size / * stride padding ceil_mode count_include_pad divisor_override)
adaptive_avg_pool1d(input output_size /)
adaptive_avg_pool2d(input output_size /)
adaptive_max_pool1d(input output_size /)
adaptive_max_pool2d(input output_size /)
dropout2d(input / p training inplace!)
unfold(input kernel_size / * dilation padding stride)
fold(input output_size kernel_size / * dilation padding stride)
pad(input pad / mode value)
group_norm(input num_groups / * weight bias eps)
layer_norm(input normalized_shape / * weight bias eps)
cross_entropy(input target / * weight reduction ignore_index label_smoothing)
nll_loss(input target / * weight reduction ignore_index)
mse_loss(input target / * reduction)
l1_loss(input target / * reduction)
smooth_l1_loss(input target / * reduction beta)
huber_loss(input target / * reduction delta)
binary_cross_entropy(input target / * weight reduction)
binary_cross_entropy_with_logits(input target / * weight reduction pos_weight)
`,
  tensor,
);

export const nnInit = readTable(`
normal_(tensor / mean std * generator)
uniform_(tensor / a b * generator)
constant_(tensor val /)
zeros_(tensor /)
ones_(tensor /)
xavier_uniform_(tensor / gain * generator)
xavier_normal_(tensor / gain * generator)
kaiming_uniform_(tensor / * a mode nonlinearity generator)
kaiming_normal_(tensor / * a mode nonlinearity generator)
`);

export const nnUtils = readTable(`
clip_grad_norm_(parameters max_norm / * norm_type error_if_nonfinite) -> number
clip_grad_value_(parameters clip_value /) -> none
`);

export const nnRnn = readTable(`
PackedSequence(data batch_sizes sorted_indices unsorted_indices /) -> unknown
pack_padded_sequence(input lengths / * batch_first enforce_sorted) -> unknown
pad_packed_sequence(sequence / * batch_first padding_value total_length) -> tensors
pack_sequence(sequences / * enforce_sorted) -> unknown
unpack_sequence(packed_sequences /) -> tensors
pad_sequence(sequences / * batch_first padding_value)
unpad_sequence(padded_sequences lengths / * batch_first) -> tensors
`);

export const optimClasses = readTable(
  `
SGD(params / * lr momentum dampening weight_decay nesterov maximize)
Adam(params / * lr betas eps weight_decay amsgrad maximize)
AdamW(params / * lr betas eps weight_decay amsgrad maximize)
RMSprop(params / * lr alpha eps weight_decay momentum centered)
Adagrad(params / * lr lr_decay weight_decay eps maximize)
SparseAdam(params / * lr betas eps maximize)
Adadelta(params / * lr rho eps weight_decay maximize)
NAdam(params / * lr betas eps weight_decay momentum_decay)
RAdam(params / * lr betas eps weight_decay)
Optimizer(params /)
`,
  none,
);

export const schedulerClasses = readTable(
  `
StepLR(optimizer / step_size gamma)
MultiStepLR(optimizer / milestones gamma)
ExponentialLR(optimizer / gamma)
CosineAnnealingLR(optimizer / T_max eta_min)
LambdaLR(optimizer / lr_lambda)
ConstantLR(optimizer / * factor total_iters)
LinearLR(optimizer / * start_factor end_factor total_iters)
PolynomialLR(optimizer / * total_iters power)
OneCycleLR(optimizer / * max_lr total_steps epochs steps_per_epoch pct_start anneal_strategy cycle_momentum base_momentum max_momentum div_factor final_div_factor three_phase)
SequentialLR(optimizer schedulers milestones /)
ChainedScheduler(schedulers /)
ReduceLROnPlateau(optimizer / * mode factor patience threshold min_lr cooldown)
`,
  none,
);

export const dataClasses = readTable(
  `
DataLoader(dataset / batch_size * shuffle drop_last generator num_workers! pin_memory!)
TensorDataset(...)
Subset(dataset indices /)
random_split(dataset lengths / * generator) -> datasets
`,
  none,
);
