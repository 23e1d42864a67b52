/** PyTorch's calls as the engine takes them; see signature.ts for how to read the rows. */
import { none, tensor } from "../analysis/types.ts";
import { readTable } from "./signature.ts";

const elementwise =
  "abs ceil cos erf exp expm1 floor log log10 log1p log2 neg reciprocal round rsqrt sign sin sqrt square tan " +
  "trunc relu sigmoid tanh isfinite isinf isnan";
const pairs =
  "maximum minimum floor_divide remainder eq ge gt le lt ne logical_and logical_or logical_xor pow";

/** Functions of one or two tensors alone. */
const plain = [
  ...elementwise.split(" ").map((name) => `${name}(input /)`),
  ...pairs.split(" ").map((name) => `${name}(input other /)`),
].join("\n");

export const torchFunctions = readTable(`
${plain}
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
mul(input other /)
div(input other / * rounding_mode)
rsub(input other /)
logical_not(input /)
isclose(input other / * rtol atol equal_nan)
allclose(input other / * rtol atol equal_nan) -> bool
equal(input other /) -> bool
clamp(input / min max)
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
elu(input / alpha)
gelu(input / * approximate)
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
softmax(input / dim)
log_softmax(input / dim)
manual_seed(seed /) -> none
is_grad_enabled() -> bool
no_grad() -> none
enable_grad() -> none
`);

/** Methods of tensors; those that change it in place end in an underscore. */
export const tensorMethods = readTable(`
${elementwise
  .split(" ")
  .map((name) => `${name}()`)
  .join("\n")}
${pairs
  .split(" ")
  .map((name) => `${name}(other /)`)
  .join("\n")}
absolute() = abs
add(other / * alpha)
sub(other / * alpha)
mul(other /)
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
clamp(min max *)
clip(min max *) = clamp
leaky_relu(negative_slope *)
elu(alpha *)
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
Softmax(dim *)
LogSoftmax(dim *)
Dropout(p inplace! *)
BatchNorm1d(num_features / * eps momentum affine track_running_stats device!)
LayerNorm(normalized_shape / * eps elementwise_affine device!)
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
`,
  none,
);

export const nnFunctional = readTable(
  `
relu(input / inplace!)
sigmoid(input /)
tanh(input /)
silu(input / inplace!)
gelu(input / * approximate)
elu(input / alpha)
leaky_relu(input / negative_slope)
prelu(input weight /)
softplus(input / * beta threshold)
logsigmoid(input /) = logSigmoid
softmax(input / dim)
log_softmax(input / dim)
dropout(input / p training inplace!)
linear(input weight bias /)
one_hot(tensor / num_classes)
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

export const optimClasses = readTable(
  `
SGD(params / * lr momentum dampening weight_decay nesterov maximize)
Adam(params / * lr betas eps weight_decay maximize)
AdamW(params / * lr betas eps weight_decay maximize)
RMSprop(params / * lr alpha eps weight_decay momentum centered)
Adagrad(params / * lr lr_decay weight_decay eps maximize)
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
