/** Calls of Python's libraries that become something else than a call of the same name. */
import type { Expr, ExprOf } from "../../python/ast.ts";
import { isArray, isNumber } from "../../analysis/types.ts";
import { mathCalls, numpyCalls, numpyMakers } from "../../library/otherTables.ts";
import { signatureOf } from "../../library/library.ts";
import { libraryArguments } from "./arguments.ts";
import { arrayOf } from "./comprehensions.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { numberOf, operand } from "../operands.ts";
import { type Code, Precedence, atom, call, callDoc, entry, inside, objectDoc } from "../code.ts";

export function specialCall(emit: Emit, value: ExprOf<"call">, path: string): Code | null {
  const [first, second] = value.args.map((arg) => arg.value);
  if (path.startsWith("numpy.")) return numpyCall(emit, value, path.slice(6));
  if (path.startsWith("math.")) return mathCall(emit, value, path.slice(5));
  if (path.startsWith("os.")) return osCall(emit, value, path.slice(3));
  if (path.startsWith("random.")) return randomCall(emit, path.slice(7), first, second);
  if (path === "re.sub") return substituted(emit, value);
  switch (path) {
    case "collections.Counter":
      return first ? counted(emit, first) : atom("new Map<any, number>()");
    case "collections.defaultdict":
      return atom("new Map<any, any>()");
    case "torch.meshgrid":
      return meshgrid(emit, value);
    case "time.time":
    case "time.perf_counter":
      return { doc: "performance.now() / 1000", precedence: Precedence.multiply };
    case "torch.Tensor":
    case "torch.FloatTensor":
      return call(callDoc(`${emit.root("torch")}.tensor`, first ? [emit.doc(first)] : ["[]"]));
    case "torch.LongTensor":
      return call(
        callDoc(`${emit.root("torch")}.tensor`, [first ? emit.doc(first) : "[]", "{ dtype: torch.int64 }"]),
      );
    case "torch.Size":
      return first ? emit.expr(first) : null;
    case "torch.is_tensor":
      if (!first) return null;
      return {
        doc: [inside(emit.expr(first), Precedence.compare), ` instanceof ${emit.root("torch")}.Tensor`],
        precedence: Precedence.compare,
      };
    case "torch.numel":
      return first ? call([operand(emit, first), ".numel()"]) : null;
    // There is one device.
    case "torch.device":
      return atom('"cpu"');
    case "torch.cuda.is_available":
      return atom("false");
    case "torch.cuda.device_count":
      return atom("0");
    case "torch.save":
      return first && second
        ? awaitCall(emit, callDoc(`${emit.root("d2l")}.save`, [emit.doc(first), emit.doc(second)]))
        : null;
    case "torch.load":
      return first ? awaitCall(emit, callDoc(`${emit.root("d2l")}.load`, [emit.doc(first)])) : null;
    case "pandas.concat":
      return concatenated(emit, value);
    default:
      return null;
  }
}

/** How often each item is there. */
function counted(emit: Emit, items: Expr): Code {
  const counts = "(counts, x) => counts.set(x, (counts.get(x) ?? 0) + 1)";
  return call(callDoc([arrayOf(emit, items), ".reduce"], [counts, "new Map<any, number>()"]));
}

/** The tensors are one array here. */
function meshgrid(emit: Emit, { args }: ExprOf<"call">): Code {
  const tensors = args.filter(({ name }) => name === null);
  const [only] = tensors;
  const list =
    tensors.length === 1 && only && isArray(emit.type(only.value))
      ? emit.doc(only.value)
      : ["[", tensors.map(({ value }, i) => [i > 0 ? ", " : "", emit.doc(value)]), "]"];
  const options = args
    .filter(({ name }) => name !== null)
    .map(({ name, value }) => entry(name ?? "", emit.doc(value)));
  return call(
    callDoc(`${emit.root("torch")}.meshgrid`, options.length > 0 ? [list, objectDoc(options)] : [list]),
  );
}

/** `re.sub("[^a-z]+", " ", text)`, where the pattern is written down and means the same here. */
function substituted(emit: Emit, value: ExprOf<"call">): Code | null {
  const [pattern, by, text] = value.args.map((arg) => arg.value);
  if (pattern?.kind !== "string" || by?.kind !== "string" || !text || value.args.length > 3) return null;
  if (/\(\?|\\[AZ]/.test(pattern.value) || /\\/.test(by.value)) return null;
  const source = pattern.value.replaceAll("/", "\\/").replaceAll("\n", "\\n");
  return call(
    callDoc(
      [operand(emit, text), ".replace"],
      [`/${source}/g`, JSON.stringify(by.value.replaceAll("$", "$$$$"))],
    ),
  );
}

function awaitCall(emit: Emit, doc: Doc): Code {
  if (!emit.awaits) emit.mark("await", "await");
  return { doc: ["await ", doc], precedence: Precedence.unary };
}

/** Of tables: an array of them, one below the other unless `axis` says otherwise. */
function concatenated(emit: Emit, value: ExprOf<"call">): Code | null {
  const signature = signatureOf("pandas.concat");
  return signature
    ? call(
        callDoc(
          `${emit.root("pandas")}.concat`,
          libraryArguments(emit, emit.text(value.func), signature, value.args),
        ),
      )
    : null;
}

/** Files and their paths, as Node.js has them. */
function osCall(emit: Emit, { args }: ExprOf<"call">, name: string): Code | null {
  const given = args.filter((arg) => arg.name === null).map((arg) => emit.doc(arg.value));
  const of = (module: string, method: string, more: readonly Doc[] = []): Code => {
    emit.nodeModules.add(module);
    return call(callDoc(`${module}.${method}`, [...given, ...more]));
  };
  switch (name) {
    case "path.join":
    case "path.dirname":
    case "path.basename":
      return of("path", name.slice(5));
    case "path.exists":
      return of("fs", "existsSync");
    case "makedirs":
    case "mkdir":
      return of("fs", "mkdirSync", name === "makedirs" ? ["{ recursive: true }"] : []);
    case "remove":
      return of("fs", "rmSync");
    default:
      return null;
  }
}

/** Functions of PyTorch and of the book that are no entries of a table, and are written all the same. */
export function isSpecial(path: string): boolean {
  return /^torch\.(?:Tensor|FloatTensor|LongTensor|Size|is_tensor|numel|device|save|load)$/.test(path);
}

function numpyCall(emit: Emit, value: ExprOf<"call">, name: string): Code | null {
  const [first] = value.args;
  if (name === "random.seed" && first) {
    emit.mark("seed", emit.text(value));
    return call(callDoc(`${emit.root("torch")}.manualSeed`, [emit.doc(first.value)]));
  }
  if (name === "random.shuffle" && first && emit.type(first.value).kind === "tensor") {
    const rows = operand(emit, first.value);
    return call([rows, ".copy_(", rows, `.get(${callee(emit, "randperm")}(`, rows, ".length)))"]);
  }
  const numbers = value.args.length > 0 && value.args.every((arg) => isNumber(emit.type(arg.value)));
  if (numbers && mathCalls.has(name)) return mathCall(emit, value, name);
  if (name === "random.randn" && value.args.length === 0) return null;
  const signature = numpyCalls.get(name);
  if (!signature) return null;
  const args = libraryArguments(emit, emit.text(value.func), signature, value.args);
  // NumPy takes lists where the engine takes tensors.
  if (
    first &&
    !numpyMakers.has(name) &&
    isArray(emit.type(first.value)) &&
    !/^(?:concatenate|stack)$/.test(name)
  ) {
    const made = callDoc(callee(emit, "tensor"), [
      emit.doc(first.value),
      `{ dtype: ${emit.root("torch")}.float64 }`,
    ]);
    const reduced = callDoc(callee(emit, signature.here), [made, ...args.slice(1)]);
    return call(args.length === 1 && isNumber(emit.type(value)) ? [reduced, ".item()"] : reduced);
  }
  const typed = value.args.some((arg) => arg.name === "dtype");
  // NumPy's numbers are in double precision; whole ones are the engine's usual.
  if (numpyMakers.has(name) && !typed && !wholeNumbers(emit, name, value)) {
    const dtype = entry("dtype", `${emit.root("torch")}.float64`);
    if (name === "random.normal") return normalCall(emit, value, objectDoc([dtype]));
    args.push(objectDoc([dtype]));
  }
  return call(callDoc(callee(emit, signature.here), args));
}

function callee(emit: Emit, name: string): string {
  return `${emit.root("torch")}.${name}`;
}

/** `np.random.normal(loc, scale, size)`, each of which may be left out but the last. */
function normalCall(emit: Emit, { args }: ExprOf<"call">, options: Doc): Code | null {
  const given = (name: string, place: number): Expr | undefined =>
    args.find((arg) => arg.name === name)?.value ??
    (args[place]?.name === null ? args[place].value : undefined);
  const [loc, scale, size] = [given("loc", 0), given("scale", 1), given("size", 2)];
  if (!size || (loc && !isNumber(emit.type(loc)))) return null;
  const numbers = [loc ? emit.doc(loc) : "0", scale ? emit.doc(scale) : "1"];
  return call(callDoc(callee(emit, "normal"), [...numbers, emit.doc(size), options]));
}

/** Whether NumPy makes an array of whole numbers. */
function wholeNumbers(emit: Emit, name: string, value: ExprOf<"call">): boolean {
  if (name !== "array" && name !== "arange" && name !== "full") return false;
  return value.args.every((arg) => isWhole(emit, arg.value));
}

function isWhole(emit: Emit, value: Expr): boolean {
  if (value.kind === "list" || value.kind === "tuple")
    return value.items.every((item) => isWhole(emit, item));
  const type = emit.type(value);
  return (type.kind === "number" && type.whole) || type.kind === "bool";
}

function mathCall(emit: Emit, value: ExprOf<"call">, name: string): Code | null {
  const [first, second] = value.args.map((arg) => arg.value);
  if (name === "gamma" && first)
    return call(callDoc(`${emit.root("d2l")}.gamma`, [numberOf(emit, first).doc]));
  if (name === "log" && first) {
    const log = callDoc("Math.log", [numberOf(emit, first).doc]);
    if (!second) return call(log);
    return {
      doc: [log, " / ", callDoc("Math.log", [numberOf(emit, second).doc])],
      precedence: Precedence.multiply,
    };
  }
  if ((name === "isnan" || name === "isfinite") && first) {
    return call(callDoc(name === "isnan" ? "Number.isNaN" : "Number.isFinite", [numberOf(emit, first).doc]));
  }
  const signature = mathCalls.get(name);
  if (!signature) return null;
  return call(
    callDoc(
      `Math.${signature.here}`,
      value.args.map((arg) => numberOf(emit, arg.value).doc),
    ),
  );
}

function randomCall(
  emit: Emit,
  name: string,
  first: Expr | undefined,
  second: Expr | undefined,
): Code | null {
  const torch = (): string => emit.root("torch");
  switch (name) {
    case "random":
      return call(`${torch()}.rand([]).item()`);
    case "seed":
      if (!first) return null;
      emit.mark("seed", `random.seed(${emit.text(first)})`);
      return call(callDoc(`${torch()}.manualSeed`, [emit.doc(first)]));
    case "randint": {
      if (!first || !second) return null;
      const high = [inside(emit.expr(second), Precedence.add), " + 1"];
      return call([callDoc(`${torch()}.randint`, [emit.doc(first), high, "[]"]), ".item()"]);
    }
    case "shuffle": {
      if (!first) return null;
      const list = operand(emit, first);
      const order = [`${torch()}.randperm(`, list, ".length).toTypedArray()"];
      return call([list, ".splice(0, Infinity, ...Array.from(", order, ", (i) => ", list, "[i]))"]);
    }
    case "choice": {
      if (!first) return null;
      const list = operand(emit, first);
      return call([list, `[${torch()}.randint(0, `, list, ".length, []).item()]"]);
    }
    default:
      return null;
  }
}
