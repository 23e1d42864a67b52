import { strict as assert } from "node:assert";
import { StartedKernel } from "./startedKernel.ts";
import { TestNotebook } from "./testNotebook.ts";

describe("A name that no cell above declares", () => {
  let notebook: TestNotebook;
  beforeEach(() => {
    notebook = new TestNotebook();
  });

  /** The last cell's value, or what it threw. */
  const last = async (...texts: string[]): Promise<string | null> => {
    let result = null;
    for (const text of texts) result = await notebook.run(text);
    return result?.error ? `${result.error.name}: ${result.error.message}` : (result?.shown ?? null);
  };

  it("is looked up among the cells below when a function uses it", async () => {
    assert.equal(
      await last("function f() { return g(2); }", "function g(n: number) { return n + 1; }", "f()"),
      "3",
    );
  });

  it("may be declared by the very cell that calls the function", async () => {
    assert.equal(await last("const f = () => g() + k;", "function g() { return 1 }\nconst k = 4;\nf()"), "5");
  });

  it("is not there before its declaration is reached, or has the value of its cell's last run", async () => {
    const cell = (v: number): string =>
      `let early: unknown; try { early = f() } catch (e) { early = (e as Error).message }\nconst k = ${v}; early`;
    await notebook.run("const f = () => k;");
    assert.equal((await notebook.run(cell(1), "b")).shown, "\"Cannot access 'k' before initialization\"");
    assert.equal((await notebook.run(cell(2), "b")).shown, "1");
    assert.equal(await last("f()"), "2");
  });

  it("is whatever its cell gives by then: run again, assigned, or edited away", async () => {
    await last("const f = () => g();", "const g = () => 'old'; let n = 0;", "f()");
    await notebook.run("const g = () => 'new'; let n = 0;", "cell-2");
    assert.equal((await notebook.run("f()", "cell-3")).shown, "'new'");
    await notebook.run("1", "cell-2");
    assert.match((await notebook.run("f()", "cell-3")).error?.message ?? "", /^g is not defined/);
  });

  it("can be assigned to, read in a loop, destructured and called without a this", async () => {
    const functions = `const count = () => { n++; n += 2; [n] = [n * 10]; ({ n } = { n: n + 1 }); return { n }; };
      function self() { return callee(); }`;
    assert.equal(
      await last(functions, "let n = 0; function callee(this: unknown) { return this }", "count(); n"),
      "31",
    );
    assert.equal(await last("self()"), null);
    assert.equal(await last("n = 5; count().n"), "81");
  });

  it("cannot be assigned to where it is a constant, and need not be there for typeof", async () => {
    await last("const set = () => { c = 1 }; const kind = () => [typeof c, typeof (nowhere)];", "kind()");
    assert.equal(await last("kind().join()"), "'undefined,undefined'");
    assert.equal(await last("const c = 0; set()"), "TypeError: Assignment to constant variable 'c'.");
    assert.equal(await last("set()"), "TypeError: Assignment to constant variable 'c'.");
    assert.equal(await last("kind().join()"), "'number,undefined'");
  });

  it("means the nearest cell above as soon as one declares it, then the nearest below", async () => {
    await notebook.run("1", "a");
    await last("const f = () => x;", "const x = 'below'", "const x = 'further below'");
    assert.equal(await last("f()"), "'below'");
    await notebook.run("const x = 'above'", "a");
    assert.equal(await last("f()"), "'above'");
    notebook.remove("a");
    notebook.remove("cell-3");
    assert.equal(await last("f()"), "'further below'");
  });

  it("hides nothing that is global: the function meant that when it was written", async () => {
    assert.equal(
      await last(
        "const f = () => [typeof Map, typeof URL]",
        "const Map = 1; const URL = 2;",
        "[...f(), typeof Map].join()",
      ),
      "'function,function,number'",
    );
  });

  it("may be a global that a cell has made", async () => {
    assert.equal(await last("const f = () => made++;", "globalThis.made = 1;", "f() + made"), "3");
    assert.equal(
      await last(
        'import vm from "node:vm"; vm.runInThisContext("let scripted = 7");',
        "scripted += 1; scripted",
      ),
      "8",
    );
    await last("delete globalThis.made");
  });

  it("is an error where nothing declares it, with its place and no suggestion of itself", async () => {
    await notebook.run("const f = () => g();\nconst gg = 1;");
    const { error } = await notebook.run("f()");
    assert.equal(error?.message, "g is not defined");
    assert.deepEqual([error?.line, error?.column], [1, 17]);
    assert.equal(await last("undeclared = 1"), "ReferenceError: undeclared is not defined");
    await last("throw new Error('no'); const never = 1;");
    assert.match((await last("never")) ?? "", /A cell declares never, but it ended before that/);
  });

  it("may be the class that a class extends, once its cell has run", async () => {
    assert.equal((await notebook.run("class A extends B {}")).error?.message, "B is not defined");
    await notebook.run("class B { v = 1 }");
    assert.equal((await notebook.run("class A extends B {}\nnew A().v", "cell-1")).shown, "1");
  });

  it("joins functions of two cells that call each other", async () => {
    const cells = [
      "const even = (n: number): boolean => n === 0 || odd(n - 1)",
      "const odd = (n: number): boolean => n !== 0 && even(n - 1)",
    ];
    assert.equal(await last(...cells, "[even(10), odd(10)].join()"), "'true,false'");
  });
});

describe("A module beside the notebook", function () {
  this.timeout(60_000);
  const notebook = new StartedKernel();
  after(() => notebook.dispose());

  it("sees no name of a cell", async () => {
    notebook.write("mine.ts", "declare const g: number; export const f = () => g;");
    await notebook.run('import { f } from "./mine.ts";');
    await notebook.run("const g = 1;");
    assert.match((await notebook.run("f()")).error?.message ?? "", /^g is not defined/);
  });

  it("is beside cells whose functions do, in the kernel's own process", async () => {
    await notebook.run("const later = () => h * 2;");
    await notebook.run("const h = 21;");
    assert.equal((await notebook.run("later()")).shown(), "42");
  });
});
