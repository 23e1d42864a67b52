/** All calls that the translator knows, as Python writes them and as they are written here: a table for people. */
import { isClassPath, methodTables, modules } from "./library.ts";
import { optionName, type Signature } from "./signature.ts";

export interface KnownCall {
  /** Python's module, or the class whose method it is. */
  group: string;
  torch: string;
  here: string;
  /** The name in what cells import as `gradbook`, by which its documentation is found; null for JavaScript's own. */
  target: string | null;
}

/** In the order of the translator's tables; names of a module are known once, under its first name. */
export function knownCalls(): KnownCall[] {
  const seen = new Set<unknown>();
  return [
    ...Object.entries(modules).flatMap(([module, { here, table }]) => {
      if (seen.has(table)) return [];
      seen.add(table);
      return [...table].map(([name, signature]) => functionCall(module, here, name, signature));
    }),
    ...Object.entries(methodTables).flatMap(([owner, table]) => {
      if (seen.has(table)) return [];
      seen.add(table);
      return [...table].map(([name, signature]) => methodCall(owner, name, signature));
    }),
  ];
}

function functionCall(module: string, here: string | null, name: string, signature: Signature): KnownCall {
  const place = module === "numpy" ? "torch" : module === "math" ? "Math" : here;
  const target = place === null ? signature.here : `${place}.${signature.here}`;
  const made = isClassPath(`${module}.${name}`) ? "new " : signature.async ? "await " : "";
  return {
    group: module,
    torch: `${shortName(module)}.${name}(${inPython(signature)})`,
    here: `${made}${target}(${inTypeScript(signature)})`,
    target: place === "Math" ? null : target.replace(/^torch\./, ""),
  };
}

function methodCall(owner: string, name: string, signature: Signature): KnownCall {
  const self = owner === "torch.Tensor" ? "x" : lastName(owner).toLowerCase();
  const made = signature.async ? "await " : "";
  return {
    group: owner,
    torch: `${self}.${name}(${inPython(signature)})`,
    here: `${made}${self}.${signature.here}(${inTypeScript(signature)})`,
    target: `${owner.replace(/^torch\.(?:optim\.lr_scheduler\b)/, "optim.lrScheduler").replace(/^torch\./, "")}.${signature.here}`,
  };
}

/** As people import it. */
function shortName(module: string): string {
  const customary: Record<string, string> = {
    "torch.nn": "nn",
    "torch.nn.functional": "F",
    "torch.nn.init": "nn.init",
    "torch.nn.utils": "nn.utils",
    "torch.nn.utils.rnn": "nn.utils.rnn",
    "torch.optim": "optim",
    "torch.optim.lr_scheduler": "optim.lr_scheduler",
    "torch.utils.data": "data",
    "torchvision.datasets": "torchvision.datasets",
    "torchvision.transforms": "transforms",
    "numpy": "np",
    "pandas": "pd",
  };
  return customary[module] ?? module;
}

const lastName = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

function inPython({ params, open }: Signature): string {
  const after = params.findIndex(({ place }) => place === "after");
  const names = params.map(({ name }) => name);
  if (after > 0 || (after === 0 && open)) names.splice(after, 0, "*");
  return [...(open ? ["…"] : []), ...names]
    .filter((name, i, all) => name !== "*" || all[i - 1] !== "…")
    .join(", ");
}

/** What Python gives by name alone stands in the options. */
function inTypeScript({ params, open }: Signature): string {
  const kept = params.filter(({ dropped }) => !dropped);
  const places = kept.filter(({ place }) => place !== "after").map(({ name }) => optionName(name));
  const options = kept.filter(({ place }) => place === "after").map(({ name }) => optionName(name));
  return [
    ...(open ? ["…"] : []),
    ...places,
    ...(options.length > 0 ? [`{ ${options.join(", ")} }`] : []),
  ].join(", ");
}
