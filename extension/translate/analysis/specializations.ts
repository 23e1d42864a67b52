/** Functions that are called with numbers and with tensors: their bodies mean something else for each. */
import * as t from "./types.ts";
import type { FunctionInfo } from "./types.ts";

/** Once, or for numbers and for tensors where calls give both. */
export function inferSpecializations(info: FunctionInfo, run: () => void): void {
  const mixed = info.owner === null ? t.mixedParam(info) : null;
  if (!mixed) return run();
  info.inferForm = (form) => {
    mixed.form = t[form];
    run();
    mixed.form = null;
  };
  info.inferForm("number");
  const forNumbers = info.returns ?? t.unknown;
  info.inferForm("tensor");
  info.forms = { number: forNumbers, tensor: info.returns ?? t.unknown };
  info.returns = t.join(info.forms.number, info.forms.tensor);
}
