/** How a module is made in Python: `nn.Linear(20, 256)`. */
import * as nn from "../../nn/index.ts";
import type { Module } from "../../nn/module.ts";
import { python } from "../../nn/printModule.ts";
import { say } from "../../payload/say.ts";
import { call, isIdentifier, text } from "./python.ts";

const classes = new Set<unknown>(Object.values(nn));

/** Whether PyTorch has the module's class, so that its inside need not be written. */
export function isBuiltIn(module: Module): boolean {
  return classes.has(module.constructor) || module instanceof nn.MultiheadAttention;
}

/** What PyTorch assumes anyway, of all layers that print it; instance normalisation assumes otherwise. */
const defaults = new Set([
  "bias=True",
  "inplace=False",
  "eps=1e-05",
  "momentum=0.1",
  "affine=True",
  "elementwise_affine=True",
  "track_running_stats=True",
  "dilation=1",
  "ceil_mode=False",
  "padding=0",
  "approximate='none'",
  "negative_slope=0.01",
  "alpha=1",
  "beta=1",
  "threshold=20",
  "num_parameters=1",
  "min_val=-1",
  "max_val=1",
  "start_dim=1",
  "end_dim=-1",
]);
const instanceDefaults = new Set(["eps=1e-05", "momentum=0.1", "affine=False", "track_running_stats=False"]);

/** The module without what it has learned. `other` writes modules of classes that PyTorch does not have. */
export function made(module: Module, other: (module: Module) => string, indent = 0): string {
  const inner = (child: Module): string => made(child, other, indent + 4);
  if (!isBuiltIn(module)) return other(module);
  if (module instanceof nn.Sequential) return sequential(module, inner, indent);
  if (module instanceof nn.ModuleList) {
    const parts = module.children().map(inner);
    return call("nn.ModuleList", [list(parts)], indent);
  }
  if (module instanceof nn.ModuleDict) {
    const parts = Array.from(module.namedChildren(), ([name, child]) => `${text(name)}: ${inner(child)}`);
    return call("nn.ModuleDict", [`{${parts.join(", ")}}`], indent);
  }
  return call(`nn.${module.typeName()}`, argumentsOf(module, inner), indent);
}

function list(parts: readonly string[]): string {
  return `[${parts.join(", ")}]`;
}

function sequential(module: Module, inner: (child: Module) => string, indent: number): string {
  const children = [...module.namedChildren()];
  if (children.every(([name], i) => name === String(i))) {
    return call(
      "nn.Sequential",
      children.map(([, child]) => inner(child)),
      indent,
    );
  }
  const named = children.map(([name, child]) => `(${text(name)}, ${inner(child)})`);
  return call("nn.Sequential", [`OrderedDict(${list(named)})`], indent);
}

function argumentsOf(module: Module, inner: (child: Module) => string): string[] {
  if (module instanceof nn.MultiheadAttention) return attentionArguments(module);
  if (module instanceof nn.TransformerEncoderLayer || module instanceof nn.TransformerDecoderLayer) {
    return transformerArguments(module.settings);
  }
  if (module instanceof nn.TransformerEncoder || module instanceof nn.TransformerDecoder) {
    const norm = module.norm ? [`norm=${inner(module.norm)}`] : [];
    return [inner(module.layers[0]), `num_layers=${module.layers.size}`, ...norm];
  }
  const parts = printedArguments(module.extraRepr());
  if (module instanceof nn.RNN && module.nonlinearity !== "tanh") parts.push('nonlinearity="relu"');
  if (parts.some((part) => part.includes("in_features=0"))) throw untouched(module);
  const assumed = /^InstanceNorm/.test(module.typeName()) ? instanceDefaults : defaults;
  const needed = parts.filter((part) => !assumed.has(part)).map(quoted);
  // As they are written by hand.
  const bare = needed.map((part) => part.replace(/^(in_features|out_features)=/, ""));
  const stride = /^nn\.Conv|^Conv/.test(module.typeName()) ? ["stride=(1, 1)", "stride=(1,)"] : [];
  return bare.filter((part) => !stride.includes(part));
}

function untouched(module: Module): Error {
  return new Error(
    say`export: ${module.typeName()} has not seen an input yet and does not know its size. Call the model once, net(x),
      before exporting it.`,
  );
}

/** What is printed between the parentheses, cut at commas that are not within parentheses. */
function printedArguments(printed: string): string[] {
  return printed === "" ? [] : printed.split(/,\s*(?![^()]*\))/);
}

/** Python prints names of modes without quotes, and takes them with. */
function quoted(part: string): string {
  return part.replace(/=(same|valid|reflect|replicate|circular|relu|tanh)$/, '="$1"').replaceAll("'", '"');
}

function attentionArguments(module: nn.MultiheadAttention): string[] {
  const { embedDim, numHeads, dropout, inProjBias, kProjWeight, vProjWeight, batchFirst } = module;
  return [
    String(embedDim),
    String(numHeads),
    ...(dropout === 0 ? [] : [`dropout=${python(dropout)}`]),
    ...(inProjBias ? [] : ["bias=False"]),
    ...(kProjWeight ? [`kdim=${kProjWeight.shape[1]}`] : []),
    ...(vProjWeight ? [`vdim=${vProjWeight.shape[1]}`] : []),
    ...(batchFirst ? ["batch_first=True"] : []),
  ];
}

function transformerArguments(settings: nn.TransformerEncoderLayer["settings"]): string[] {
  const { dModel, nhead, activation, dimFeedforward, dropout, layerNormEps, batchFirst, normFirst } =
    settings;
  if (typeof activation === "function") {
    throw new Error(
      say`export: the activation of a Transformer layer is a function of your own; use "relu" or "gelu".`,
    );
  }
  return [
    String(dModel),
    String(nhead),
    ...(dimFeedforward === undefined ? [] : [`dim_feedforward=${dimFeedforward}`]),
    ...(dropout === undefined ? [] : [`dropout=${python(dropout)}`]),
    ...(activation === undefined ? [] : [`activation=${text(activation)}`]),
    ...(layerNormEps === undefined ? [] : [`layer_norm_eps=${python(layerNormEps)}`]),
    ...(batchFirst ? ["batch_first=True"] : []),
    ...(normFirst ? ["norm_first=True"] : []),
  ];
}

/** `self.blocks[0].norm`: the way to a part by the names of the state dict. */
export function pathText(root: Module, path: string): string {
  let at = root;
  let out = "self";
  for (const name of path.split(".")) {
    if (at instanceof nn.ModuleDict) out += `[${text(name)}]`;
    else if ((at instanceof nn.ModuleList || at instanceof nn.Sequential) && /^\d+$/.test(name))
      out += `[${name}]`;
    else out += isIdentifier(name) ? `.${name}` : ``;
    if (!isIdentifier(name) && !/^\d+$/.test(name) && !(at instanceof nn.ModuleDict)) {
      out = `getattr(${out}, ${text(name)})`;
    }
    const child = [...at.namedChildren()].find(([own]) => own === name);
    if (!child) break;
    at = child[1];
  }
  return out;
}
