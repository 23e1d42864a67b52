/** What to import for one of Python's imports. */

/** The engine's names by the Python module that has them; a name in braces stands for what is imported. */
const modules: Readonly<Record<string, string>> = {
  "torch.nn": "nn",
  "torch.optim": "optim",
  "torch.utils.data": "data",
  "torch.distributions": "distributions",
  "torch.autograd": "autograd",
  "torchvision": "vision",
  "pandas": "pandas",
  "d2l": "d2l",
  "d2l.torch": "d2l",
  "matplotlib.pyplot": "plot",
  "matplotlib": "plot",
};

/** Whether the engine has what the module of Python's has. */
export function isEngines(module: string): boolean {
  return /^(?:torch(?:vision)?|pandas|d2l|matplotlib|numpy)(?:$|\.)/.test(module);
}

/** `import module as name` */
export function importOf(module: string, name: string | undefined): string {
  if (module === "torch") return `import * as ${name ?? "torch"} from "gradbook";`;
  if (module === "torch.nn.functional")
    return `import { nn } from "gradbook"; const ${name ?? "F"} = nn.functional;`;
  const own = Object.hasOwn(modules, module) ? modules[module] : undefined;
  if (own === undefined) return /^numpy\b/.test(module) ? arrays : elsewhere(module);
  // What the module is called says nothing of what the engine calls it.
  return own === "plot" || name === undefined || name === own
    ? `import { ${own} } from "gradbook";`
    : `import { ${own} as ${name} } from "gradbook";`;
}

/** `from module import names` */
export function importFrom(module: string, names: string): string {
  const wanted = names
    .replace(/[()#].*$|[()]/g, "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (module === "torch") return `import { ${wanted.map(renamed).join(", ")} } from "gradbook";`;
  if (module === "d2l") return 'import { d2l } from "gradbook";';
  if (module === "torch.nn" && wanted.includes("functional as F"))
    return importOf("torch.nn.functional", "F");
  const [own] = [module, module.replace(/\.\w+$/, "")].flatMap((one) => modules[one] ?? []);
  if (own !== undefined) return `import { ${own} } from "gradbook";`;
  return /^numpy\b/.test(module)
    ? arrays
    : `import { ${wanted.map(renamed).join(", ")} } from "./${module}.ts";`;
}

const arrays = 'import { tensor, zeros, arange } from "gradbook";';

function elsewhere(module: string): string {
  const last = module.split(".").at(-1) ?? module;
  return `import * as ${last} from "./${module.replaceAll(".", "/")}.ts";`;
}

function renamed(name: string): string {
  return name.replace(/^(\w+)\s+as\s+/, "$1 as ");
}
