/** Random programs for comparing what cells do with what the same text does as one function. */
import { randomNumbers } from "../../randomNumbers.ts";

/** The cells of a program that calls `log` with what it comes across, and ends. */
export function randomProgram(seed: number, cells: number): string[] {
  return new Program(randomNumbers(seed)).cells(cells);
}

class Program {
  readonly #random: () => number;
  /** Variables that may be assigned; functions of no parameter; all that may be read. */
  #lets: string[] = [];
  #functions: string[] = [];
  #readable: string[] = [];
  #count = 0;
  #depth = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  cells(count: number): string[] {
    return Array.from({ length: count }, () => this.#list(3 + this.#upTo(5), true).join("\n"));
  }

  #upTo(n: number): number {
    return Math.floor(this.#random() * n);
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[this.#upTo(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  #name(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }

  #list(length: number, top: boolean): string[] {
    return Array.from({ length }, () =>
      top && this.#random() < 0.5 ? this.#declaration() : this.#statement(),
    );
  }

  /** Statements with names of their own, which are gone after them. */
  #block(): string {
    const saved = [this.#lets, this.#functions, this.#readable] as const;
    [this.#lets, this.#functions, this.#readable] = [
      [...this.#lets],
      [...this.#functions],
      [...this.#readable],
    ];
    this.#depth++;
    const text = this.#list(1 + this.#upTo(3), true).join(this.#pick([" ", "\n"]));
    this.#depth--;
    [this.#lets, this.#functions, this.#readable] = saved;
    return `{ ${text} }`;
  }

  #declaration(): string {
    const value = this.#expression();
    switch (this.#upTo(7)) {
      case 0: {
        const name = this.#name("c");
        this.#readable.push(name);
        return `const ${name} = ${value};`;
      }
      case 1: {
        const [a, b] = [this.#name("d"), this.#name("d")];
        const text = `let { x: ${a}, y: [${b} = ${value}] } = { x: ${this.#expression()}, y: [] };`;
        this.#lets.push(a, b);
        this.#readable.push(a, b);
        return text;
      }
      case 2: {
        const name = this.#name("f");
        const text = `function ${name}() ${this.#block().replace(/ \}$/, ` return ${this.#expression()} }`)}`;
        // Calls go to functions declared before, so that none calls itself.
        if (this.#depth === 0) this.#functions.push(name);
        return text;
      }
      case 3: {
        const name = this.#name("g");
        const text = `const ${name} = () => ${value}`;
        this.#functions.push(name);
        return `${text};`;
      }
      case 4: {
        const name = this.#name("v");
        this.#lets.push(name);
        this.#readable.push(name);
        return `var ${name} = ${value};`;
      }
      default: {
        const name = this.#name("l");
        this.#lets.push(name);
        this.#readable.push(name);
        return `let ${name} = ${value};`;
      }
    }
  }

  #statement(): string {
    if (this.#depth > 3) return this.#simple();
    const i = this.#name("i");
    const few = 1 + this.#upTo(4);
    const body = (): string => {
      this.#readable.push(i);
      const text = this.#pick([() => this.#block(), () => this.#simple()])();
      this.#readable = this.#readable.filter((name) => name !== i);
      return text;
    };
    const exit = this.#pick(["", `if (${i} === 1) continue;`, `if (${i} === 2) break;`]);
    switch (this.#upTo(10)) {
      case 0:
        return `for (let ${i} = 0; ${i} < ${few}; ${i}++) { ${exit} ${body()} }`;
      case 1:
        return `for (let ${i} = 0; ${i} < ${few}; ${i}++) ${body()}`;
      case 2:
        return `for (const ${i} of [${this.#expression()}, 2, 1]) { ${exit} ${body()} }`;
      case 3:
        return `{ let ${i} = ${1000 * this.#upTo(3)} + ${few}; while (${i}-- > 0) { if (${i} > 3) continue; ${body()} } }`;
      case 4:
        return `{ let ${i} = 0; do { ${body()} } while (++${i} < ${few}) }`;
      case 5:
        return `{ const ${i} = 0; if (${this.#expression()} % 2) ${body()} else ${this.#simple()} }`;
      case 6:
        return `{ const fs = []; for (let ${i} = 0; ${i} < ${few}; ${i}++) fs.push(() => ${i}); for (const f of fs) log(f()); }`;
      case 7:
        return `${i}: for (let a = 0; a < 3; a++) { for (let b = 0; b < 3; b++) { if (b === ${few}) continue ${i}; if (a === 2) break ${i}; log(a, b) } }`;
      case 8:
        return `try { ${this.#simple()} if (${this.#expression()} % 3 === 1) throw ${this.#expression()}; } catch (${i}) { log('caught', ${i}) } finally { ${this.#simple()} }`;
      default:
        return this.#simple();
    }
  }

  #simple(): string {
    if (this.#lets.length === 0) return `log(${this.#expression()});`;
    const name = this.#pick(this.#lets);
    const other = this.#pick(this.#lets);
    return this.#pick([
      `log(${this.#expression()});`,
      `${name} = ${this.#expression()};`,
      `${name} += ${this.#expression()};`,
      `log(${name}++, --${other});`,
      `[${name}, ${other}] = [${other}, ${name}];`,
      `({ ${name}, z: ${other} = ${this.#expression()} } = { ${name} });`,
      `log({ ${name}, ...{ ${other} } });`,
      `log(await ${name});`.replace(/await/g, this.#depth === 0 ? "await" : "void"),
    ]);
  }

  #expression(): string {
    const choices = [() => String(this.#upTo(10))];
    if (this.#readable.length > 0) {
      choices.push(
        () => this.#pick(this.#readable),
        () => `(${this.#pick(this.#readable)} + ${this.#expression()}) % 1000`,
        () => `[${this.#pick(this.#readable)}].map((x) => x * 2)[0]`,
        () => `((${this.#pick(this.#readable)}) => ${this.#upTo(5)})(0)`,
      );
    }
    if (this.#functions.length > 0) choices.push(() => `${this.#pick(this.#functions)}()`);
    return this.#pick(choices)();
  }
}
