import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Ipynb } from "../../../../extension/ipynb/nbformat.ts";
import { assertValid } from "../ipynb/validNotebook.ts";

const cli = fileURLToPath(
  new URL(`../../../../extension/cli/cli.entry${path.extname(import.meta.url)}`, import.meta.url),
);

interface JsonCell {
  cell: number;
  ok: boolean;
  outputs: { mime: string; data: unknown }[];
  error: { name: string; message: string; cell: number; line: number | null } | null;
  ms: number;
}

describe("gradbook run", function () {
  this.timeout(30_000);
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-cli-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const good = [
    "# Title",
    "",
    "```ts",
    "const a: number = 20;",
    'console.log("hello", a);',
    "```",
    "",
    "```python",
    "not ours",
    "```",
    "",
    "```ts",
    "a + 1",
    "```",
    "",
  ];
  const bad = [
    ...good,
    "```ts",
    "",
    'throw new TypeError("broken");',
    "```",
    "",
    "```ts",
    'console.log("never");',
    "```",
    "",
  ];

  function notebook(name: string, lines: string[] | Uint8Array): string {
    const file = path.join(folder, name);
    writeFileSync(file, Array.isArray(lines) ? lines.join("\n") : lines);
    return file;
  }

  function gradbook(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
    return { status, stdout, stderr };
  }

  it("prints cells and their outputs, without colours where nobody looks", () => {
    const { status, stdout, stderr } = gradbook("run", notebook("good.md", good));
    assert.equal(stderr, "");
    assert.equal(status, 0);
    assert.equal(
      stdout,
      'In[1]: const a: number = 20;\n       console.log("hello", a);\nhello 20\n\nIn[2]: a + 1\nOut[2]: 21\n\n',
    );
  });

  const inLanguage = (language: string): string[] => [
    "---",
    `language: ${language}`,
    "---",
    "",
    "```ts",
    'import { diagnose, fit, nn, ones } from "gradbook";',
    "const [x, y] = [ones(4, 1), ones(4, 1)];",
    "const net = new nn.Sequential(new nn.Linear(1, 1));",
    'const options = { loss: "mse", epochs: 2, validation: [x, y], verbose: 0 } as const;',
    "console.log(String(diagnose(await fit(net, [x, y], options))));",
    "```",
    "",
    "```ts",
    "ones(2, 3).matmul(ones(2, 3));",
    "```",
    "",
  ];

  it("speaks the language that the notebook gives in its front matter", () => {
    const chinese = gradbook("run", notebook("chinese.md", inLanguage("zh")));
    assert.equal(chinese.stderr, "");
    assert.match(
      chinese.stdout,
      /[\u4e00-\u9fff]+[^]*RangeError: matmul：.* 不匹配：3 ≠ 2.*您是指 x\.matmul\(w\.T\) 吗？/,
    );
    const english = gradbook("run", notebook("english.md", inLanguage("en")));
    assert.match(english.stdout, /RangeError: matmul: .* do not fit: 3 ≠ 2/);
    assert.doesNotMatch(english.stdout, /[\u4e00-\u9fff]/);
  });

  it("says so where the front matter gives something that is no language", () => {
    const { stderr, stdout } = gradbook("run", notebook("odd.md", inLanguage("chinese simplified")));
    assert.match(
      stderr,
      /front matter's language, chinese simplified, is none: write a tag such as zh or en/,
    );
    assert.match(stdout, /RangeError: matmul/);
  });

  it("stops at the first cell that throws, with status 1", () => {
    const { status, stdout } = gradbook("run", notebook("bad.md", bad));
    assert.equal(status, 1);
    assert.match(stdout, /TypeError: broken\n {4}Cell In\[3\], line 2/);
    assert.doesNotMatch(stdout, /never/);
  });

  it("prints a JSON object for each cell that ran", () => {
    const { status, stdout } = gradbook("run", notebook("bad.md", bad), "--json");
    assert.equal(status, 1);
    const cells = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as JsonCell);
    assert.deepEqual(
      cells.map(({ cell, ok }) => [cell, ok]),
      [
        [1, true],
        [2, true],
        [3, false],
      ],
    );
    assert.deepEqual(cells[0]?.outputs, [
      { mime: "application/vnd.code.notebook.stdout", data: "hello 20\n" },
    ]);
    assert.deepEqual(cells[1]?.outputs, [{ mime: "text/plain", data: "21" }]);
    assert.deepEqual(cells[2]?.error, { name: "TypeError", message: "broken", cell: 3, line: 2 });
    assert.equal(cells[0]?.error, null);
    assert.ok(cells.every(({ ms }) => typeof ms === "number" && ms > 0));
  });

  it("writes the executed notebook as a Jupyter notebook, which it runs again", () => {
    const out = path.join(folder, "out.ipynb");
    assert.equal(gradbook("run", notebook("bad.md", bad), "--ipynb", out).status, 1);
    const text = readFileSync(out, "utf8");
    assertValid(text);
    const { cells } = JSON.parse(text) as Ipynb;
    const outputs = cells.map((cell) => (cell.cell_type === "code" ? cell.outputs : cell.cell_type));
    assert.equal(cells.length, 6);
    assert.deepEqual(outputs[1], [{ output_type: "stream", name: "stdout", text: ["hello 20\n"] }]);
    assert.deepEqual(outputs[3], [
      { output_type: "execute_result", execution_count: 2, data: { "text/plain": ["21"] }, metadata: {} },
    ]);
    assert.deepEqual((outputs[4] as { ename: string }[])[0]?.ename, "TypeError");
    assert.deepEqual(outputs[5], []);
    assert.match(gradbook("run", out).stdout, /Out\[2\]: 21/);
  });

  it("writes the executed notebook as one HTML file, and as a Jupyter notebook in the same run", () => {
    const [html, ipynb] = [path.join(folder, "both.html"), path.join(folder, "both.ipynb")];
    assert.equal(gradbook("run", notebook("good.md", good), "--html", html, "--ipynb", ipynb).status, 0);
    assertValid(readFileSync(ipynb, "utf8"));
    const text = readFileSync(html, "utf8");
    assert.match(text, /<title>Title<\/title>/);
    assert.match(text, /hello 20/);
    assert.match(text, /<span class="count">\[2\]<\/span>/);
    assert.match(gradbook("run", "x.md", "--html").stderr, /Name the file to write after --html/);
  });

  const trainings = [
    "```ts",
    'import { fit, nn, ones, rand } from "gradbook";',
    "const [x, y] = [rand(12, 3), ones(12, 1)];",
    "const net = new nn.Sequential(new nn.Linear(3, 4), new nn.ReLU(), new nn.Linear(4, 1));",
    'const options = { loss: "mse", epochs: 2, verbose: 0 } as const;',
    'await fit(net, [x, y], { ...options, title: "回归: a/b" });',
    "await fit(net, [x, y], options);",
    "```",
    "",
  ];

  it("writes each training as a PyTorch project, and its model as ONNX, in folders that are made", function () {
    this.timeout(180_000);
    const file = notebook("trainings.md", trainings);
    const [pytorch, onnx] = ["out/pytorch", "out/onnx"].map((name) => path.join(folder, name));
    const { status, stderr } = gradbook("run", file, "--pytorch", pytorch, "--onnx", onnx);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.deepEqual(readdirSync(pytorch).sort(), ["1-回归-a-b", "2-Sequential"]);
    for (const name of readdirSync(pytorch)) {
      const files = readdirSync(path.join(pytorch, name)).sort();
      const wanted = [
        "README.md",
        "model.py",
        "notebook.jsonl",
        "requirements.txt",
        "tensorfile.py",
        "train.py",
      ];
      assert.deepEqual([...files].filter((each) => !each.endsWith(".safetensors")).sort(), wanted.sort());
      assert.ok(files.includes("weights.safetensors") && files.includes("train.safetensors"));
      assert.match(readFileSync(path.join(pytorch, name, "model.py"), "utf8"), /nn\.Linear\(3, 4\)/);
    }
    assert.deepEqual(readdirSync(onnx).sort(), ["1-回归-a-b.onnx", "2-Sequential.onnx"]);
    for (const name of readdirSync(onnx)) {
      const text = readFileSync(path.join(onnx, name), "latin1");
      assert.match(text, /Gradbook[^]*Gemm[^]*Relu[^]*2\.weight[^]*batch/);
    }
    const again = gradbook("run", file, "--onnx");
    assert.match(again.stderr, /Name the folder to write after --onnx/);
  });

  it("goes on with a training whose process was killed, with the numbers that it would have had", async function () {
    this.timeout(180_000);
    const lines = (path: string): string[] => [
      "```ts",
      'import { Checkpoint, EarlyStopping, fit, load, manualSeed, nn, optim, rand } from "gradbook";',
      "manualSeed(1);",
      "const [x, y] = [rand(64, 3), rand(64, 1)];",
      "const net = new nn.Sequential(new nn.Linear(3, 16), new nn.BatchNorm1d(16), new nn.Dropout(0.3), new nn.Linear(16, 1));",
      "const optimizer = new optim.Adam(net.parameters(), { lr: 0.01 });",
      "const callbacks = [",
      "  new EarlyStopping({ patience: 500, restoreBestWeights: true }),",
      `  new Checkpoint("${path}"),`,
      "  // Slow enough to be killed on the way.",
      "  { onEpochEnd: () => new Promise<void>((done) => setTimeout(done, 20)) },",
      "];",
      `const { history, epoch } = await load("${path}", { model: net, optimizer, callbacks }, { optional: true });`,
      'console.log("from", epoch);',
      'const options = { loss: "mse", optimizer, callbacks, epochs: 60, batchSize: 8, validationSplit: 0.25, seed: 5, verbose: 0 } as const;',
      "const all = await fit(net, [x, y], { ...options, history });",
      'console.log("all", JSON.stringify([all.epochs, all.series, all.marks, net]));',
      "```",
      "",
    ];
    const last = (stdout: string): string => /^all .*$/m.exec(stdout)?.[0] ?? stdout;
    const whole = gradbook("run", notebook("whole.md", lines("whole.safetensors")));
    assert.equal(whole.status, 0, whole.stdout);
    const file = notebook("killed.md", lines("killed.safetensors"));
    const child = spawn(process.execPath, [cli, "run", file], { stdio: "ignore" });
    const gone = new Promise((resolve) => child.once("exit", resolve));
    const written = path.join(folder, "killed.safetensors");
    while (!existsSync(written)) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGKILL");
    await gone;
    const rest = gradbook("run", file);
    assert.match(rest.stdout, /^from [1-9]/m);
    assert.equal(last(rest.stdout), last(whole.stdout));
  });

  it("ends with what an export says, where a model has what cannot be written", function () {
    this.timeout(180_000);
    const odd = trainings.map((line) =>
      line
        .replace("new nn.ReLU()", "new Odd()")
        .replace(
          "const net",
          "class Odd extends nn.Module {\n  forward(x: Tensor) {\n    return x.cumprod(1);\n  }\n}\nconst net",
        )
        .replace("rand }", "rand, type Tensor }"),
    );
    const out = path.join(folder, "odd");
    const { status, stdout, stderr } = gradbook("run", notebook("odd-model.md", odd), "--onnx", out);
    assert.equal(status, 1, stderr);
    assert.match(
      stdout,
      /exportOnnx: ONNX has no words for cumprod on a tensor of shape \(5, 4\), in 1\. Nothing was written/,
    );
    assert.ok(!existsSync(out));
  });

  it("refuses a Jupyter notebook that is none, and a file that it cannot write", () => {
    const broken = gradbook("run", notebook("broken.ipynb", ["{}"]));
    assert.deepEqual([broken.status, /not a Jupyter notebook/.test(broken.stderr)], [2, true]);
    const nowhere = gradbook(
      "run",
      notebook("good.md", good),
      "--ipynb",
      path.join(folder, "no", "out.ipynb"),
    );
    assert.deepEqual([nowhere.status, /Cannot write/.test(nowhere.stderr)], [2, true]);
    assert.match(gradbook("run", "x.md", "--ipynb").stderr, /Name the file to write/);
  });

  it("tells in JSON which cell an error arose in, when that is an earlier one", () => {
    const lines = [
      "```ts",
      "function f() {",
      "  throw new Error('deep')",
      "}",
      "```",
      "",
      "```ts",
      "f()",
      "```",
    ];
    const { stdout } = gradbook("run", notebook("deep.md", lines), "--json");
    const last = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as JsonCell;
    assert.deepEqual(last.error, { name: "Error", message: "deep", cell: 1, line: 2 });
  });

  it("runs in the notebook's folder, wherever it is started", () => {
    writeFileSync(path.join(folder, "beside.ts"), "export const beside: string = 'beside'");
    const lines = [
      "```ts",
      "import { beside } from './beside.ts'; import fs from 'node:fs';",
      "[beside, fs.existsSync('beside.ts')]",
      "```",
    ];
    assert.match(gradbook("run", notebook("here.md", lines)).stdout, /Out\[1\]: \[ 'beside', true \]/);
  });

  const refused: [title: string, args: () => string[], told: RegExp][] = [
    ["no command", () => [], /Say what to do/],
    ["an unknown command", () => ["fly"], /no command fly/],
    ["no file", () => ["run"], /Name the notebook/],
    ["two files", () => ["run", "a.md", "b.md"], /b\.md is left over/],
    ["an unknown option", () => ["run", "a.md", "--fast"], /no option --fast/],
    ["a file that is not there", () => ["run", path.join(folder, "absent.md")], /Cannot read .*absent\.md/],
    ["a folder", () => ["run", folder], /Cannot read/],
    ["a binary file", () => ["run", notebook("binary.md", Uint8Array.of(35, 0, 1))], /not a text file/],
    ["a file that is not UTF-8", () => ["run", notebook("latin.md", Uint8Array.of(0xe9, 0x20))], /not UTF-8/],
  ];
  for (const [title, args, told] of refused) {
    it(`refuses ${title} with status 2 and one line`, () => {
      const { status, stdout, stderr } = gradbook(...args());
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.match(stderr, told);
      assert.equal(stderr.trim().split("\n").length, 1);
    });
  }

  it("prints its usage and its version", () => {
    assert.match(gradbook("--help").stdout, /^Usage: gradbook run FILE/);
    assert.match(gradbook("--version").stdout, /^\d+\.\d+\.\d+\n$/);
  });

  for (const [times, status, title] of [
    [1, 1, "stops the cell at Ctrl-C"],
    [2, 130, "ends at the second Ctrl-C"],
  ] as const) {
    it(title, async () => {
      const stuck = times === 2 ? "/^(a+)+$/.test('a'.repeat(60) + 'b')" : "for (;;);";
      const file = notebook("loop.md", ["```ts", `console.log('in'); ${stuck}`, "```"]);
      const child = spawn(process.execPath, [cli, "run", file], { stdio: ["ignore", "pipe", "inherit"] });
      let printed = "";
      let again: NodeJS.Timeout | undefined;
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        const before = /\nin\n/.test(printed);
        printed += text;
        if (before || !/\nin\n/.test(printed)) return;
        child.kill("SIGINT");
        // Two signals that are waiting at once arrive as one.
        if (times === 2) again = setInterval(() => child.kill("SIGINT"), 200);
      });
      const code = await new Promise((resolve) => child.once("exit", resolve));
      clearInterval(again);
      assert.equal(code, status);
      if (times === 1) assert.match(printed, /Interrupted: The cell was stopped; variables are kept\./);
    });
  }

  it("says at the first Ctrl-C what it does, and that another one ends the run", async () => {
    // Counted by nobody, called by a built-in: no guard can look into it, nor can it be cut off.
    const stuck = "console.log('in'); Array.prototype.forEach.call({ length: 2 ** 53 - 1 }, () => 1)";
    const file = notebook("stuck.md", ["```ts", stuck, "```"]);
    const child = spawn(process.execPath, [cli, "run", file], { stdio: ["ignore", "pipe", "pipe"] });
    let told = "";
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const before = /\nin\n/.test(printed);
      printed += text;
      if (!before && /\nin\n/.test(printed)) child.kill("SIGINT");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      told += text;
      if (/does not stop/.test(told)) child.kill("SIGINT");
    });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    assert.equal(code, 130);
    assert.match(told, /^gradbook: The cell is being stopped\. Ctrl-C again ends the run\.\n/);
    assert.match(
      told,
      /\ngradbook: The cell does not stop\. Ctrl-C again ends the run, its variables with it\.\n$/,
    );
  });

  it("refuses a notebook without cells to run, and names what it has instead", () => {
    const cell = { cell_type: "code", source: "x = 1", metadata: {}, outputs: [], execution_count: null };
    const metadata = { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } };
    const text = JSON.stringify({ nbformat: 4, nbformat_minor: 4, metadata, cells: [cell] });
    const python = gradbook("run", notebook("python.ipynb", [text]));
    assert.equal(python.status, 2);
    assert.match(python.stderr, /python\.ipynb has no TypeScript cells to run, only python\. /);
    const prose = gradbook("run", "--json", notebook("prose.md", ["# Title", "", "Text."]));
    assert.deepEqual([prose.status, prose.stdout], [2, ""]);
    assert.match(prose.stderr, /prose\.md has no TypeScript cells to run\. /);
  });

  it("writes a notebook without cells to run where that was asked for", () => {
    const out = path.join(folder, "prose.ipynb");
    const { status, stderr } = gradbook("run", notebook("prose2.md", ["# Title"]), "--ipynb", out);
    assert.equal(status, 0);
    assert.match(stderr, /no TypeScript cells/);
    assert.match(readFileSync(out, "utf8"), /# Title/);
  });

  it("ends quietly when its reader goes away", async () => {
    const file = notebook("long.md", [
      "```ts",
      "for (let i = 0; i < 3e5; i++) console.log('line', i)",
      "```",
    ]);
    const child = spawn(process.execPath, [cli, "run", file], { stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (text) => (stderr += String(text)));
    child.stdout.once("data", () => child.stdout.destroy());
    await new Promise((resolve) => child.once("exit", resolve));
    assert.equal(stderr, "");
  });
});
