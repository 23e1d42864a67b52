/** Node's check of scripts, which tells where a fault is; wired into the transform by being imported. */
import vm from "node:vm";
import { setCheckScript } from "../transform/checkScript.ts";

const name = "cell";

setCheckScript((code) => {
  try {
    new vm.Script(code, { filename: name });
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { message: error.message, ...placeOf(error) };
  }
});

/** Node writes the place into the head of the stack: file and line, the line, and a caret under it. */
function placeOf({ stack = "" }: SyntaxError): { line: number | null; column: number } {
  const [place = "", , caret = ""] = stack.split("\n");
  if (!place.startsWith(`${name}:`)) return { line: null, column: 0 };
  return { line: Number(place.slice(name.length + 1)) - 1, column: Math.max(0, caret.indexOf("^")) };
}
