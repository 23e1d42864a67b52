import assert from "node:assert/strict";
import * as torch from "../../../engine/index.ts";
import { host, setHost } from "../../../engine/core/host.ts";

class Identity extends torch.nn.Module {
  forward(x: torch.Tensor): torch.Tensor {
    return x;
  }
}

/** What stands where an argument should. */
const wrong: Record<string, () => unknown[]> = {
  "nothing": () => [],
  "undefined": () => [undefined],
  "null": () => [null],
  "{}": () => [{}],
  '"x"': () => ["x"],
  "NaN": () => [NaN],
  "-1": () => [-1],
  "a function": () => [() => 1],
  "a module": () => [new Identity()],
  "[]": () => [[]],
};

/** JavaScript's own words, which name what the engine did with an argument instead of what it wants. */
const native =
  /^Cannot |is not a function|is not iterable|is not a constructor|Invalid (array|typed array) length|Class constructor|object null|is not defined|Maximum call stack|requires \.\.\.|as weak map key|called on|argument must be/;

/** For the program around the engine. */
const excepted = new Set([
  "setHost",
  "forgetCalls",
  "new Tensor",
  // Waits until there is a file called x.
  "watchHistory",
]);

type Call = (args: unknown[]) => unknown;

function callsOf(
  names: object,
  prefix: string,
  found: Map<string, Call>,
  seen: Set<unknown>,
): Map<string, Call> {
  for (const [key, value] of Object.entries(names) as [string, unknown][]) {
    if (seen.has(value)) continue;
    seen.add(value);
    const name = `${prefix}${key}`;
    if (typeof value === "function") {
      const isClass = /^class\b/.test(Function.prototype.toString.call(value));
      if (isClass) found.set(`new ${name}`, (args) => Reflect.construct(value, args));
      else found.set(name, (args) => Reflect.apply(value, undefined, args));
    } else if (Object.prototype.toString.call(value) === "[object Module]") {
      callsOf(value as object, `${name}.`, found, seen);
    }
  }
  return found;
}

function methodsOf(): Map<string, Call> {
  const found = new Map<string, Call>();
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(torch.Tensor.prototype))) {
    const method: unknown = value;
    if (name === "constructor" || typeof method !== "function") continue;
    found.set(`Tensor#${name}`, (args) =>
      Reflect.apply(method, torch.rand(2, 3, { requiresGrad: true }).mul(2), args),
    );
  }
  return found;
}

/** What is amiss in how the call ends; null when it gives something or says what it wants. */
async function complaint(call: Call, args: unknown[]): Promise<string | null> {
  try {
    await call(args);
    return null;
  } catch (error) {
    if (!(error instanceof Error)) return `threw ${String(error)}`;
    return native.test(error.message) || !/^[\w.]+[^:]*: ./.test(error.message) ? error.message : null;
  }
}

describe("a call with something else than it takes", () => {
  const before = host();
  const calls = new Map([...callsOf(torch, "", new Map(), new Set()), ...methodsOf()]);

  it("is made of everything that is public", () => {
    assert.ok(calls.size > 400, String(calls.size));
  });

  for (const [label, args] of Object.entries(wrong)) {
    it(`gives something, or says in the engine's words what it wants: ${label}`, async () => {
      setHost({ ...before, display: () => undefined });
      const found: string[] = [];
      try {
        for (const [name, call] of calls) {
          if (excepted.has(name)) continue;
          const amiss = await complaint(call, args());
          if (amiss !== null) found.push(`${name}: ${amiss}`);
        }
      } finally {
        setHost(before);
        torch.manualSeed(0);
      }
      assert.deepEqual(found, []);
    });
  }
});
