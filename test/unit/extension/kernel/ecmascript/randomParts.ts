/** Parts of random modules that are long: classes, objects, and what functions are named after. */
import type { Place, RandomModule } from "./randomModule.ts";

/** A class with a method `read` and a static field `made`; its constructor takes one value. */
export function classText(module: RandomModule, place: Place, name: string, parent: string): string {
  const inner: Place = {
    ...place,
    depth: place.depth + 2,
    await: false,
    yield: false,
    function: true,
    loop: false,
    labels: [],
  };
  const e = (): string => module.expression(inner);
  const base = parent === "" ? "" : ` extends ${parent}`;
  const start = parent === "" ? "" : "super(); ";
  const members = [
    `#p = ${e()};`,
    `static made = log("made", this.name) ?? ${module.number()};`,
    `constructor(x) { ${start}log(new.target.name, #p in this, x); this.q = x; }`,
    `read() { return [this.#p, this.q, this.f?.name, super.toString === Object.prototype.toString].length + this.get; }`,
    `get get() { return ${e()}; } set get(v) { this.#p = v; }`,
    module.pick(["", `f = ${module.anonymous(inner)};`, `f = () => this.q;`]),
    module.pick([
      "",
      `static { log("static", typeof this, this.made); for (let i = 0; i < 2; i++) log(i); }`,
    ]),
    module.pick(["", `static async *[${JSON.stringify(module.name("m"))}]() { yield 1; }`]),
    module.pick(["", `#secret() { return this.#p; } static leak(o) { return o.#secret(); }`]),
  ];
  return `class ${name}${base} { ${members.join(" ")} }`;
}

export function objectText(module: RandomModule, place: Place): string {
  const inner: Place = { ...place, await: false, yield: false, function: true, loop: false, labels: [] };
  const e = (): string => module.expression(inner);
  const n = module.number();
  const texts = [
    `({ get a() { log("get"); return ${e()}; }, set a(v) { log("set", v); } }).a`,
    `({ __proto__: { m() { return ${n}; } }, m() { return super.m() + 1; } }).m()`,
    `Object.keys({ [${e()} + "k"]: 1, ...{ z: 1 }, 1: 2 }).join()`,
    `Object.entries({ f: ${module.anonymous(inner)}, m() {}, ["c" + 1]: () => 1 }).map(([k, v]) => k + v.name).join()`,
    `(() => { const o = { a: 1 }; o.a ||= log("no"); o.b ??= ${e()}; o.f = () => 1; return o.f.name + delete o.a; })()`,
  ];
  return module.pick(texts);
}

/** Every place in which the specification names a function after what it is given to. */
export function functionNames(module: RandomModule, place: Place): string {
  const x = module.writable();
  const a = module.anonymous(place);
  const v = module.name("n");
  const own = [
    `{ const ${v} = ${a}; log(${v}.name); }`,
    `{ let ${v}; ${v} = ${a}; log(${v}.name); ${v} = null; ${v} ??= ${a}; log(${v}.name); }`,
    `{ const { ${v} = ${a} } = {}; log(${v}.name); }`,
    `((${v} = ${a}) => log(${v}.name))();`,
    `(({ k: ${v} = ${a} }, [w = ${a}]) => log(${v}.name, w.name))({}, []);`,
  ];
  if (x === null) return module.pick(own);
  const given = [
    `${x} = ${a}; log(${x}.name);`,
    `${x} = (${a}); log(${x}.name);`,
    `(${x}) = ${a}; log(${x}.name);`,
    `${x} = (0, ${a}); log(${x}.name);`,
    `${x} = 0; ${x} ||= ${a}; log(${x}.name); ${x} &&= ${a}; log(${x}.name); ${x} = undefined; ${x} ??= ${a}; log(${x}.name);`,
    `[${x} = ${a}] = []; log(${x}.name);`,
    `({ ${x} = ${a} } = {}); log(${x}.name);`,
    `({ k: ${x} = ${a} } = {}); log(${x}.name);`,
    `[[${x} = ${a}] = []] = []; log(${x}.name);`,
    `for ([${x} = ${a}] of [[]]) log(${x}.name);`,
    `for ({ ${x} = ${a} } of [{}]) log(${x}.name);`,
    `${x} = ${x} = ${a}; log(${x}.name);`,
    `${x} = { f: ${a} }.f; log(${x}.name);`,
    `${x} = true ? ${a} : 0; log(${x}.name);`,
  ];
  return module.pick([...own, ...given]);
}
