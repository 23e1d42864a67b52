/**
 * Random ES modules that log what they do: the language's own constructs, in each other. Every module ends, and calls
 * nothing but `log`. Plain JavaScript that is TypeScript too.
 */
import { generator } from "../../randomMarkdown.ts";
import { classText, functionNames, objectText } from "./randomParts.ts";

/** Where a piece of text stands, which decides what may be in it. */
export interface Place {
  depth: number;
  await: boolean;
  yield: boolean;
  function: boolean;
  loop: boolean;
  labels: readonly string[];
}

/** One module as its top-level statements; none uses a name that a later one declares. */
export function randomModule(seed: number, statements: number): string[] {
  const program = new RandomModule(seed);
  return Array.from({ length: statements }, () => program.topLevel());
}

export class RandomModule {
  readonly upTo: (below: number) => number;
  #count = 0;
  /** What may be read, and what may be assigned. */
  #readable: string[] = [];
  #writable: string[] = [];

  constructor(seed: number) {
    this.upTo = generator(seed);
  }

  topLevel(): string {
    const place: Place = { depth: 0, await: true, yield: false, function: false, loop: false, labels: [] };
    const text = this.upTo(3) === 0 ? this.declaration(place) : this.statement(place);
    return this.upTo(4) === 0 && /^(?:let|const|var|function|async|class)\b/.test(text)
      ? `export ${text}`
      : text;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.upTo(items.length)];
  }

  name(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }

  /** Names declared meanwhile are gone afterwards. */
  inner<T>(names: readonly string[], write: () => T): T {
    const saved = [this.#readable, this.#writable] as const;
    this.#readable = [...this.#readable, ...names];
    this.#writable = [...this.#writable];
    const text = write();
    [this.#readable, this.#writable] = saved;
    return text;
  }

  readable(): string {
    return this.#readable.length > 0 ? this.pick(this.#readable) : "undefined";
  }

  writable(): string | null {
    return this.#writable.length > 0 ? this.pick(this.#writable) : null;
  }

  block(place: Place, names: readonly string[] = []): string {
    return this.inner(names, () => {
      const inner = { ...place, depth: place.depth + 1 };
      const length = 1 + this.upTo(3);
      const lines = Array.from({ length }, () =>
        this.upTo(3) === 0 ? this.declaration(inner) : this.statement(inner),
      );
      return `{ ${lines.join(this.pick([" ", "\n"]))} }`;
    });
  }

  /** What a function does, after its parameters. */
  body(kind: "" | "async" | "*" | "async *", place: Place, names: readonly string[] = []): string {
    const inner: Place = {
      depth: place.depth + 1,
      await: kind.startsWith("async"),
      yield: kind.endsWith("*"),
      function: true,
      loop: false,
      labels: [],
    };
    return this.inner(names, () => {
      const block = this.block(inner);
      return `${block.slice(0, -1)} return ${this.expression(inner)}; }`;
    });
  }

  declaration(place: Place): string {
    const value = this.expression(place);
    const kind = this.upTo(9);
    if (kind < 3) {
      const word = this.pick(["let", "const", "var"]);
      const name = this.name(word[0] ?? "v");
      this.#declare([name], word !== "const");
      return `${word} ${name} = ${value};`;
    }
    if (kind < 5) {
      const word = this.pick(["let", "const", "var"]);
      const [a, b, c] = [this.name("d"), this.name("d"), this.name("d")];
      const anonymous = this.anonymous(place);
      const text = this.pick([
        `${word} { a: ${a}, b: [${b} = ${value}], ...${c} } = { a: ${this.expression(place)}, b: [], z: 1 };`,
        `${word} [${a} = ${anonymous}, , ${b}, ...${c}] = [undefined, 1, ${value}, 3, 4];`,
        `${word} { ["x" + 1]: ${a} = ${anonymous}, ${b} = ${value}, ${c} } = { ${c}: 1 };`,
      ]);
      this.#declare([a, b, c], word !== "const");
      return `${text} log("${a}", ${a}, ${b}, ${c});`;
    }
    if (kind < 7) {
      const name = this.name("f");
      const flavour = this.pick(["", "async", "*", "async *"] as const);
      const parameter = this.name("p");
      const text = this.body(flavour, place, [parameter]);
      const head =
        flavour === "async *" ? "async function*" : flavour === "*" ? "function*" : `${flavour} function`;
      this.#declare([name], false);
      return `${head.trim()} ${name}(${parameter} = ${this.number()}) ${text}\n${this.call(name, flavour, place)}`;
    }
    const name = this.name("C");
    const text = classText(this, place, name, this.pick(["", "Object", "Array"]));
    this.#declare([name], false);
    return `${text}\nlog("${name}", new ${name}(${value}).read(), ${name}.made);`;
  }

  /** A statement that uses what a function gives. */
  call(name: string, flavour: string, place: Place): string {
    if (flavour === "") return `log("${name}", ${name}(), ${name}.name);`;
    if (flavour === "*") return `log("${name}", [...${name}()].length);`;
    if (!place.await) return `log("${name}", typeof ${name});`;
    if (flavour === "async") return `log("${name}", await ${name}());`;
    return `for await (const v of ${name}()) log("${name}", v);`;
  }

  #declare(names: readonly string[], writable: boolean): void {
    this.#readable.push(...names);
    if (writable) this.#writable.push(...names);
  }

  statement(place: Place): string {
    if (place.depth > 3) return this.simple(place);
    const kind = this.upTo(16);
    if (kind < 7) return this.loop(kind, place);
    switch (kind) {
      case 7:
        return `if (${this.expression(place)}) ${this.block(place)} else ${this.simple(place)}`;
      case 8:
        return this.tried(place);
      case 9: {
        const cases = Array.from({ length: 3 }, (_, i) => {
          const end = this.pick(["break;", "", ""]);
          return `case ${this.pick([String(i), `log("case", ${i})`])}: ${this.inner([], () => this.simple(place))} ${end}`;
        });
        const inner = this.name("s");
        const last = `default: let ${inner} = 1; log(${inner}, (() => ${inner})());`;
        return `switch (${this.expression(place)}) { ${[...cases, last].join(" ")} }`;
      }
      case 10: {
        const label = this.name("L");
        const text = this.block({ ...place, labels: [...place.labels, label] });
        return `${label}: ${text.slice(0, -1)} if (${this.expression(place)}) break ${label}; log("after"); }`;
      }
      case 11:
        return this.block(place);
      case 12:
        return functionNames(this, place);
      case 13:
        return `try { ${this.name("x")}; let q = q0; let q0; } catch (e) { log(e.name, e.message.replace(/x\\d+/, "x")); }`;
      default:
        return this.simple(place);
    }
  }

  loop(kind: number, outer: Place): string {
    const i = this.name("i");
    const label = this.name("L");
    const place = { ...outer, loop: true, labels: [...outer.labels, label] };
    const few = 1 + this.upTo(4);
    const exit = this.pick([
      "",
      `if (${i} === 1) continue ${label};`,
      `if (${i} === 2) break;`,
      `if (${i} > 1) continue;`,
    ]);
    const body = this.block(place, [i]);
    const inside = `{ ${exit} ${body} ${this.leave(place)} }`;
    switch (kind) {
      case 0:
        return `${label}: for (let ${i} = 0; ${i} < ${few}; ${i}++) ${inside}`;
      case 1: {
        const fs = this.name("g");
        const change = this.pick(["", `${i}++;`]);
        return `{ const ${fs} = []; ${label}: for (let ${i} = 0, get = () => ${i}; ${i} < ${few}; ${fs}.push(() => ${i}), ${i}++) { ${fs}.push(() => [${i}, get()]); ${change} ${exit} } for (const f of ${fs}) log(f()); }`;
      }
      case 2:
        return `${label}: for (const ${i} of [${few}, 1, 2]) ${inside}`;
      case 3:
        return `${label}: for (const ${i} in { a: 1, b: 2 }) ${inside}`;
      case 4:
        return `{ let ${i} = ${few}; ${label}: while (${i}-- > 0) ${inside} }`;
      case 5:
        return `{ let ${i} = 0; ${label}: do ${inside} while (++${i} < ${few}); }`;
      default: {
        if (!place.await) return `for (let [${i}, n = ${i}] of [[1], [2, 3]]) log(${i}, n);`;
        return `${label}: for await (const ${i} of [${few}, Promise.resolve(1), 2]) ${inside}`;
      }
    }
  }

  /** A way out that is not always taken. */
  leave(place: Place): string {
    const ways = ["", ""];
    if (place.loop) ways.push("break;", "continue;");
    for (const label of place.labels.slice(0, 1)) ways.push(`break ${label};`);
    if (place.function) ways.push(`return ${this.number()};`);
    return this.pick(ways).replace(/^./, (first) => `if (${this.expression(place)}) ${first}`);
  }

  tried(place: Place): string {
    const e = this.name("e");
    const thrown = this.pick([
      `throw ${this.expression(place)};`,
      `null.x;`,
      `if (${this.number()} > 4) throw new RangeError("r");`,
      "",
    ]);
    const text = `try { log("try"); ${this.simple(place)} ${this.leave(place)} ${thrown} }`;
    const caught = `catch (${e}) { log("caught", ${e} instanceof Error ? ${e}.name : ${e}); ${this.leave(place)} }`;
    const simple = `catch { log("caught"); }`;
    const last = `finally { log("finally"); ${this.leave(place)} }`;
    return this.pick([`${text} ${caught}`, `${text} ${caught} ${last}`, `try { ${text} ${last} } ${simple}`]);
  }

  simple(place: Place): string {
    const x = this.writable();
    const choices = [`log(${this.expression(place)});`];
    if (x !== null) {
      const value = this.expression(place);
      const y = this.writable() ?? x;
      choices.push(
        `${x} = ${value};`,
        `${x} ${this.pick(["+", "-", "??", "&&", "||", "**"])}= ${value};`,
        `log(${x}++, --${y});`,
        `[${x}, ${y} = ${value}] = [${y}];`,
        `({ ${x}, a: ${y} = ${this.anonymous(place)} } = { ${x}: 1 }); log(${y});`,
        `for (${x} of [1, ${value}]) log(${x});`,
        `for (${x} in { k: 1 }) log(${x});`,
        `for ({ a: ${x} = ${value}, ...${y} } of [{}, { a: 2, b: 3 }]) log(${x}, ${y});`,
        `log(({ ${x}, ${y} }), typeof ${x});`,
      );
    }
    if (place.yield) choices.push(`log("got", yield ${this.number()});`, `yield* [1, 2];`);
    return this.pick(choices);
  }

  number(): string {
    return String(this.upTo(10));
  }

  /** A function or class without a name. */
  anonymous(place: Place): string {
    const flavour = this.pick(["", "async", "*", "async *"] as const);
    const star = flavour.includes("*") ? "*" : "";
    return this.pick([
      `() => ${this.number()}`,
      `async (x) => x`,
      `(function${star} () { return ${place.depth}; })`,
      `class { m() {} }`,
      `(class extends Array {})`,
      `class { static name = "own"; }`,
    ]);
  }

  expression(place: Place): string {
    const n = this.number();
    if (place.depth > 4 || this.upTo(3) === 0) return this.pick([n, this.readable(), `"s${n}"`]);
    const deeper = { ...place, depth: place.depth + 1 };
    const e = (): string => this.expression(deeper);
    const choices: (() => string)[] = [
      () => `(log(${n}), ${e()})`,
      () => `(${e()} ${this.pick(["+", "-", "*", "<", "===", "&&", "||"])} ${e()})`,
      () => `(${e()} ?? ${e()})`,
      () => `(${e()} ? ${e()} : ${e()})`,
      () => `[${e()}, ...[${e()}]].length`,
      () => `((a, b = a) => [a, b].length)(${e()})`,
      () =>
        `(function () { return [arguments.length, this === undefined, new.target === undefined].join(); })(${e()})`,
      () => `new (function K() { this.t = new.target === K; })().t`,
      () => `[...(function* () { const r = yield ${n}; yield* [r, ${n}]; })()].join()`,
      () => `(${this.readable()})?.[${JSON.stringify(`k${n}`)}]?.(log("never"))`,
      () => `null?.[log("never")].b.c(${n})`,
      () => `((s, ...v) => s.raw.join("|") + v.length)\`a\${${e()}}\\n\``,
      () => `eval("${n} + 1")`,
      () => `(0, eval)("typeof log")`,
      () => `typeof ${this.name("nowhere")}`,
      () => `(({ a = ${this.number()}, ...r }) => Object.keys(r).length + String(a))({ b: 1 })`,
      () => objectText(this, deeper),
      () =>
        `(() => { ${this.inner([], () => this.tried({ ...deeper, await: false, yield: false, function: true, loop: false, labels: [] }))} })()`,
      () => `new (${classText(this, deeper, "", "")})(${n}).read()`,
    ];
    if (place.await)
      choices.push(
        () => `(await (${e()}))`,
        () => `(await (async () => { await null; return ${n}; })())`,
      );
    if (!place.function)
      choices.push(
        () => `typeof this`,
        () => `(() => typeof this)()`,
      );
    return this.pick(choices)();
  }
}
