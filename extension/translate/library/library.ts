/** What a full Python name such as `torch.nn.Linear` stands for, and how it is written here. */
import type { Type } from "../analysis/types.ts";
import { number, string, tuple, unknown } from "../analysis/types.ts";
import { pandasCalls, pandasMethods, visionDatasets, visionTransforms } from "./dataTables.ts";
import { d2lCalls, d2lMethods, mathCalls, mathValues, numpyCalls } from "./otherTables.ts";
import { camelCase, type Signature } from "./signature.ts";
import {
  dataClasses,
  nnClasses,
  nnFunctional,
  nnInit,
  nnRnn,
  nnUtils,
  optimClasses,
  schedulerClasses,
  tensorMethods,
  torchFunctions,
} from "./torchTables.ts";
import { readTable } from "./signature.ts";

/** Python's modules that are known; `here` is the same within what cells import as `gradbook`. */
export interface Module {
  here: string | null;
  table: ReadonlyMap<string, Signature>;
}

const nothing = new Map<string, Signature>();

export const modules: Readonly<Record<string, Module>> = {
  "torch": { here: "torch", table: torchFunctions },
  "torch.nn": { here: "nn", table: nnClasses },
  "torch.nn.functional": { here: "nn.functional", table: nnFunctional },
  "torch.nn.init": { here: "nn.init", table: nnInit },
  "torch.nn.utils": { here: "nn.utils", table: nnUtils },
  "torch.nn.utils.rnn": { here: "nn.utils.rnn", table: nnRnn },
  "torch.optim": { here: "optim", table: optimClasses },
  "torch.optim.lr_scheduler": { here: "optim.lrScheduler", table: schedulerClasses },
  "torch.utils": { here: null, table: nothing },
  "torch.utils.data": { here: "data", table: dataClasses },
  "torch.distributions": {
    here: "distributions",
    table: readTable("Multinomial(total_count probs /)"),
  },
  "torch.distributions.multinomial": {
    here: "distributions",
    table: readTable("Multinomial(total_count probs /)"),
  },
  "torch.autograd": {
    here: "torch",
    table: readTable(
      "grad(outputs inputs / * grad_outputs retain_graph create_graph allow_unused) -> tensors",
    ),
  },
  "d2l": { here: "d2l", table: d2lCalls },
  "numpy": { here: null, table: numpyCalls },
  "numpy.random": { here: null, table: nothing },
  "math": { here: null, table: mathCalls },
  "random": { here: null, table: nothing },
  "time": { here: null, table: nothing },
  "matplotlib.pyplot": { here: null, table: nothing },
  "re": { here: null, table: nothing },
  "collections": { here: null, table: nothing },
  "os": { here: null, table: nothing },
  "os.path": { here: null, table: nothing },
  "torchvision": { here: null, table: nothing },
  "torchvision.datasets": { here: "vision", table: visionDatasets },
  "torchvision.transforms": { here: "vision", table: visionTransforms },
  "pandas": { here: "pandas", table: pandasCalls },
  "torch.cuda": { here: null, table: nothing },
};

/** Other ways to write the names of modules. */
const aliases: Record<string, string> = {
  "d2l.torch": "d2l",
  "d2l.plt": "matplotlib.pyplot",
  "torch.nn.modules": "torch.nn",
  "np": "numpy",
  "pylab": "matplotlib.pyplot",
};

/** What a name means when nobody has given it a meaning. */
export const customary: Record<string, string> = {
  torch: "torch",
  nn: "torch.nn",
  F: "torch.nn.functional",
  init: "torch.nn.init",
  optim: "torch.optim",
  d2l: "d2l",
  np: "numpy",
  math: "math",
  plt: "matplotlib.pyplot",
  random: "random",
  time: "time",
  os: "os",
  pd: "pandas",
  torchvision: "torchvision",
  transforms: "torchvision.transforms",
};

/** The module's own full name, or null for one that is not known. */
export function moduleNamed(path: string): string | null {
  const full = aliases[path] ?? path;
  return full in modules ? full : null;
}

/** `nn.functional` for `torch.nn.functional`; null for a module that the engine has no counterpart of. */
export function moduleHere(path: string): string | null {
  return modules[path]?.here ?? null;
}

const dtypes: Record<string, string> = Object.fromEntries(
  "float32 float64 int32 int64 bool int long float double".split(" ").map((name) => [name, name]),
);

/** Values of the book's package that the engine has: where its data sets lie. */
const bookValues: Record<string, Type> = {
  "d2l.DATA_HUB": { kind: "dict", of: tuple(string, string), keyed: true },
  "d2l.DATA_URL": string,
};

export function isBookValue(path: string): boolean {
  return path in bookValues;
}

/** What stands behind `module.name`. */
export function member(module: string, name: string): Type {
  const full = `${module}.${name}`;
  const known = moduleNamed(full);
  if (known) return { kind: "namespace", path: known };
  if (module === "torch" && name === "Tensor") return { kind: "library", path: full };
  if ((module === "torch" || module === "numpy") && name in dtypes) return { kind: "dtype" };
  const value = bookValues[full];
  if (value) return value;
  if (/^(?:math|numpy|torch)$/.test(module) && name in mathValues) return number;
  if (modules[module]) return { kind: "library", path: full };
  return unknown;
}

/** The call named by a full name; null for one that is not known. */
export function signatureOf(path: string): Signature | null {
  const at = path.lastIndexOf(".");
  const module = path.slice(0, at);
  const found = modules[module]?.table.get(path.slice(at + 1));
  if (found) return found;
  return module === "numpy.random" ? (numpyCalls.get(`random.${path.slice(at + 1)}`) ?? null) : null;
}

const distribution = readTable("sample(sample_shape /) -> tensor");

const methods: Record<string, ReadonlyMap<string, Signature>> = {
  ...d2lMethods,
  ...pandasMethods,
  "torch.distributions.Multinomial": distribution,
  "torch.distributions.multinomial.Multinomial": distribution,
};

const moduleMethods = readTable(
  `
parameters() -> tensors
named_parameters() -> unknown
children() -> unknown
modules() -> unknown
apply(fn /) -> unknown
train(mode /) -> unknown
eval() -> unknown
zero_grad(set_to_none!)
state_dict() -> unknown
load_state_dict(state_dict / * strict)
requires_grad_(requires_grad /) -> unknown
named_children() -> unknown
named_modules() -> unknown
register_buffer(name tensor /)
append(module /) -> unknown
add_module(name module /)
forward(...) -> tensor
`,
  { kind: "none" },
);

const optimMethods = readTable(
  "step()\nzero_grad(set_to_none!)\nstate_dict() -> unknown\nload_state_dict(state_dict /)\nadd_param_group(group /)",
  { kind: "none" },
);
const schedulerMethods = readTable("step(metrics /)\nget_last_lr() -> numbers", { kind: "none" });

/** Methods by the class whose instances have them. */
export const methodTables: Readonly<Record<string, ReadonlyMap<string, Signature>>> = {
  "torch.Tensor": tensorMethods,
  "torch.nn.Module": moduleMethods,
  "torch.optim.Optimizer": optimMethods,
  "torch.optim.lr_scheduler.LRScheduler": schedulerMethods,
  ...methods,
};

/** A method of a tensor or of an instance of a known class. */
export function methodNamed(type: Type, name: string): Signature | null {
  if (type.kind === "tensor" || type.kind === "numeric") return tensorMethods.get(name) ?? null;
  if (type.kind !== "instance" && type.kind !== "object") return null;
  if (type.kind === "object") return moduleMethods.get(name) ?? null;
  const own = methods[type.path]?.get(name);
  if (own) return own;
  if (type.path.startsWith("torch.optim.lr_scheduler.")) return schedulerMethods.get(name) ?? null;
  if (type.path.startsWith("torch.optim.")) return optimMethods.get(name) ?? null;
  if (type.path.startsWith("torch.nn.")) return moduleMethods.get(name) ?? null;
  return null;
}

/** Whether the name is that of a class: such names start with a capital in all modules here. */
export function isClassPath(path: string): boolean {
  const signature = signatureOf(path);
  return /\.[A-Z][A-Za-z]*\d*[a-zA-Z]*$/.test(path) && signature !== null && !signature.async;
}

/** Where the engine has it: `nn.Linear` for `torch.nn.Linear`, `torch.cat` for `torch.concat`. */
export function pathHere(path: string): string | null {
  const at = path.lastIndexOf(".");
  const [module, name] = [path.slice(0, at), path.slice(at + 1)];
  const here = module.startsWith("numpy") ? "torch" : module === "math" ? "Math" : moduleHere(module);
  if (here === null) return null;
  return `${here}.${signatureOf(path)?.here ?? camelCase(name)}`;
}
