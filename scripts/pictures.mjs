/**
 * The pictures of the readmes: `npm run pictures`. Each is what the product shows, light and dark, in English and
 * Chinese, photographed into docs/pictures: the last output of a notebook that was run headless, or what VS Code alone has
 * (test/vscode/suite/readme.pictures.ts).
 *
 *     node scripts/pictures.mjs [NAME…]
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { installChromium } from "./chromium.mjs";
import { root, testResults } from "./places.mjs";
import { run } from "./run.mjs";
import { runVSCodeSuites } from "./vscodeSuites.mjs";

const digits = `import { data, EarlyStopping, fit, manualSeed, nn, optim } from "gradbook";
manualSeed(0);
const digits = await data.digits();
const [train, validation] = data.randomSplit(new data.TensorDataset(digits.x.div(16), digits.y), [1200, 597]);
const model = new nn.Sequential(new nn.Linear(64, 64), new nn.ReLU(), new nn.Linear(64, 10));
`;

/** What is run, and how wide the page is. The last output is the picture. */
const pictures = {
  training: {
    width: 860,
    code: `${digits}const history = await fit(model, train, {
  validation,
  epochs: 100,
  loss: new nn.CrossEntropyLoss(),
  optimizer: new optim.Adam(model.parameters(), { lr: 0.003 }),
  callbacks: [new EarlyStopping({ patience: 5, restoreBestWeights: true })],
});`,
  },
  verdict: {
    width: 860,
    code: `${digits.replace("[1200, 597]", "[120, 1677]").replace("EarlyStopping, ", "").replaceAll("64, 64", "64, 256").replaceAll("(64, 10", "(256, 10")}const history = await fit(model, train, {
  validation,
  epochs: 80,
  loss: new nn.CrossEntropyLoss(),
  optimizer: new optim.Adam(model.parameters(), { lr: 0.01 }),
});`,
  },
  graph: {
    width: 720,
    code: `import { graph, tensor } from "gradbook";
const w = tensor(0.5, { requiresGrad: true });
const b = tensor(0.1, { requiresGrad: true });
const loss = w.mul(2).add(b).sub(3).pow(2);
graph(loss);`,
  },
  boundary: {
    width: 660,
    code: `import { decisionBoundary, fit, manualSeed, nn, optim, randn } from "gradbook";
manualSeed(1);
const points = randn(300, 2);
const classes = points.pow(2).sum(1).gt(1.2).to("int32");
const net = new nn.Sequential(new nn.Linear(2, 16), new nn.Tanh(), new nn.Linear(16, 2));
await fit(net, [points, classes], {
  epochs: 80,
  loss: new nn.CrossEntropyLoss(),
  optimizer: new optim.Adam(net.parameters(), { lr: 0.03 }),
  verbose: 0,
});
decisionBoundary(net, points, classes);`,
  },
  compare: {
    width: 860,
    code: `${digits.replace("import { data", "import { compareRuns, data").replace(/const model.*\n/, "")}const tried = [[0.3, 0], [0.1, 0.9], [0.1, 0], [0.03, 0.9], [0.03, 0]];
for (const [lr, momentum] of tried) {
  manualSeed(1);
  const net = new nn.Sequential(new nn.Linear(64, 32), new nn.ReLU(), new nn.Linear(32, 10));
  await fit(net, train, {
    validation,
    epochs: 15,
    loss: new nn.CrossEntropyLoss(),
    optimizer: new optim.SGD(net.parameters(), { lr, momentum }),
    name: momentum ? \`lr \${lr}, momentum\` : \`lr \${lr}\`,
    verbose: 0,
  });
}
compareRuns();`,
  },
};

const wanted = process.argv.slice(2);
/** Those of VS Code’s window. */
const ofWindow = ["shapes", "controls"];
const names = [...Object.keys(pictures), ...ofWindow];
const unknown = wanted.find((name) => !names.includes(name));
if (unknown) throw new Error(`There is no picture ${unknown}: there are ${names.join(", ")}.`);
const target = path.join(root, "docs", "pictures");
mkdirSync(target, { recursive: true });
const scratch = mkdtempSync(path.join(tmpdir(), "gradbook-pictures-"));
const browser = await chromium.launch({
  executablePath: await installChromium(),
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  for (const [name, picture] of Object.entries(pictures)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const language of ["en", "zh"]) await photograph(name, picture, language);
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}

if (wanted.length === 0 || wanted.some((name) => ofWindow.includes(name))) await photographWindow();

/** One notebook in one language: its last output, light and dark. */
async function photograph(name, { code, width }, language) {
  const notebook = path.join(scratch, `${name}.${language}.grad.md`);
  const report = `${notebook}.html`;
  writeFileSync(notebook, `---\nlanguage: ${language}\n---\n\n\`\`\`ts\n${code}\n\`\`\`\n`);
  const cli = path.join(root, "dist", "cli.js");
  if ((await run(process.execPath, [cli, "run", notebook, "--html", report], { quiet: true })) !== 0) {
    throw new Error(`The notebook of the picture ${name} has failed: see above.`);
  }
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const page = await browser.newPage({
      viewport: { width, height: 900 },
      colorScheme,
      deviceScaleFactor: 1.5,
    });
    await page.goto(pathToFileURL(report).href);
    const file = path.join(target, `${name}.${colorScheme}.${language}.png`);
    await photographLast(page, file);
    await page.close();
  }
  console.log(`  ${name}, ${language}`);
}

/** The last output of a report. */
async function photographLast(page, file) {
  const figure = page.locator("figure[data-mime]").last();
  await figure.scrollIntoViewIfNeeded();
  await figure.locator(".gradbook-frame[aria-busy=false]").first().waitFor();
  // What is for the pointer is no part of the picture; what remains is drawn again, with the room that it left.
  await page.addStyleTag({ content: ".gradbook-tools, .gradbook-data { display: none !important }" });
  await page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 100)));
  // In the middle of the backward pass the chain rule is seen with its numbers.
  const back = figure.locator(".gradbook-stepper button").nth(1);
  for (let step = 0; step < 3 && (await back.count()) > 0; step++) await back.click();
  await figure.screenshot({ path: file, animations: "disabled" });
  await shrink(file);
}

/** Cells in VS Code, with what only it shows. */
async function photographWindow() {
  /** @type {Parameters<typeof runVSCodeSuites>[0]} */
  const options = { suites: "^readme\\.", kind: "pictures", server: true, headed: false };
  if ((await runVSCodeSuites(options)) !== 0)
    throw new Error("The pictures of VS Code have failed: see above.");
  for (const picture of ofWindow)
    for (const theme of ["light", "dark"])
      for (const language of ["en", "zh"]) {
        const name = `${picture}.${theme}.${language}.png`;
        copyFileSync(path.join(testResults, "screenshots", name), path.join(target, name));
        await shrink(path.join(target, name));
      }
}

/** The pictures travel in the package: 256 colours show them as well, in a third of the bytes. */
async function shrink(file) {
  const code = await run("pngquant", [
    "--force",
    "--skip-if-larger",
    "--quality=80-98",
    "--strip",
    "--ext=.png",
    file,
  ]);
  // 98 and 99: it is smaller, or better, as it is.
  if (![0, 98, 99].includes(code)) throw new Error("Install pngquant: it makes the pictures small.");
}
