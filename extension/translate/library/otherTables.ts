/** The book's helpers, NumPy, `math` and their like; see signature.ts for how to read the rows. */
import { none, number, tensor } from "../analysis/types.ts";
import { readTable } from "./signature.ts";

export const d2lCalls = readTable(
  `
plot(X Y / xlabel ylabel * legend xlim ylim xscale yscale fmts figsize axes!)
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
`,
  none,
);

/** Methods of the book's classes. */
export const d2lMethods: Record<string, ReturnType<typeof readTable>> = {
  "d2l.Accumulator": readTable("add(...)\nreset()", none),
  "d2l.Animator": readTable("add(x y /)", none),
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
