/**
 * TypeScript's parser, its binder and its resolver of names without the rest: an eighth of the whole, so that a kernel's
 * first cell waits a quarter of the time for it. What needs the checker or the emitter gets them from
 * `dist/typescript.cjs` then.
 */
import { readFileSync } from "node:fs";
import path from "node:path";

/** First comments of the parts of TypeScript's file that are kept, each up to the next that is named here. */
const kept = [
  ["compiler/corePublic.ts", "compiler/commandLineParser.ts"],
  ["compiler/binder.ts", "compiler/symbolWalker.ts"],
];

/** What these use of other parts. */
const elsewhere = ["nextSymbolId", "nextNodeId", "getSymbolId", "getNodeId", "scanner"];

/**
 * An esbuild plugin for what turns cells into JavaScript.
 *
 * @param {string} root the repository
 */
export const parserIsIn = (root) => ({
  name: "parser-is-in",
  setup(build) {
    const transform = path.join(root, "extension", "kernel", "transform");
    build.onResolve({ filter: /^typescript$/ }, () => ({ path: "parser", namespace: "typescript" }));
    build.onLoad({ filter: /^parser$/, namespace: "typescript" }, () => ({ contents: parser(root) }));
    build.onResolve({ filter: /\/wholeTypeScript\.ts$/ }, () => ({ path: "whole", namespace: "typescript" }));
    build.onLoad({ filter: /^whole$/, namespace: "typescript" }, () => ({
      contents: `import { createRequire } from "node:module";
        export const wholeTypeScript = () => createRequire(import.meta.url)("./typescript.cjs");`,
    }));
    // Of a namespace esbuild takes what is used, of an object all.
    build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      if (!file.startsWith(transform + path.sep)) return undefined;
      const contents = readFileSync(file, "utf8").replace(
        /^import ts from "typescript";$/m,
        'import * as ts from "typescript";',
      );
      return { contents, loader: "ts", resolveDir: path.dirname(file) };
    });
  },
});

/** @returns {string} an ES module */
function parser(root) {
  const file = readFileSync(path.join(root, "node_modules", "typescript", "lib", "typescript.js"), "utf8");
  const part = (/** @type {string} */ from, /** @type {string} */ to) => {
    const [begin, end] = [from, to].map((name) => file.indexOf(`\n// src/${name}\n`));
    if (begin === -1 || end <= begin) throw new Error(`TypeScript's file has no part ${from} before ${to}.`);
    return file.slice(begin, end);
  };
  const sources = kept.map(([from, to]) => part(from, to));
  // The system is for files. Nodes with methods are those of the services.
  const nodes = nodesWithMethods(part("services/services.ts", "services/transform.ts"));
  const text = [...sources, ...elsewhere.map((name) => declarationOf(name, file)), nodes]
    .join("\n")
    .replace(part("compiler/sys.ts", "compiler/path.ts"), () => "\nvar sys = void 0;\n");
  const pure = withUsedMessages(text, part)
    .replaceAll(/^var (\w+_exports) = \{\};\n__export\(\1, (\{[\s\S]*?\n\})\);$/gm, "var $1 = $2;")
    // What a variable is made of has no other effect, and goes where the variable is not used.
    .replaceAll(/^var \w+ = (?=(?:new )?[\w.]+\(|\(\(\) => \{)/gm, "$&/* @__PURE__ */ ");
  const declared = new Set([...pure.matchAll(/^(?:var|class|function\*?) (\w+)/gm)].map(([, name]) => name));
  const names = [
    ...file.slice(0, file.indexOf("\n// src/compiler/")).matchAll(/^ {2}(\w+): \(\) => (\w+),?$/gm),
  ];
  const exported = names.filter(([, , own]) => declared.has(own)).map(([, name, own]) => `${own} as ${name}`);
  return `${pure}\nexport { ${exported.join(", ")} };\n`;
}

function declarationOf(name, file) {
  const begin = file.search(new RegExp(`^(?:var|function) ${name}\\b`, "m"));
  if (begin === -1) throw new Error(`TypeScript's file declares no ${name}.`);
  // To the end of its line, or to that of the lines that are indented below it.
  return /^.*;\n|^[^]*?\n[)}];?\n/.exec(file.slice(begin))?.[0] ?? "";
}

/** The classes of nodes, and what makes the parser use them. */
function nodesWithMethods(services) {
  const begin = services.indexOf("\nfunction createNode(");
  const allocator = services.indexOf("\nfunction getServicesObjectAllocator(");
  const end = services.indexOf("\n}\n", allocator) + 3;
  if (begin === -1 || allocator === -1) throw new Error("TypeScript's services make no nodes.");
  return `${services.slice(begin, end)}\nsetObjectAllocator(getServicesObjectAllocator());\n`;
}

/** Leaves out the messages that only the checker has. */
function withUsedMessages(text, part) {
  const all = part("compiler/diagnosticInformationMap.generated.ts", "compiler/scanner.ts");
  const used = new Set([...text.replace(all, "").matchAll(/\bDiagnostics\.(\w+)/g)].map(([, name]) => name));
  const list = all.indexOf("\nvar Diagnostics = {\n") + "\nvar Diagnostics = {\n".length;
  const end = all.indexOf("\n};", list);
  const messages = all.slice(list, end).split(/\n(?= {2}\w+: diag\()/);
  const wanted = messages.filter((message) => used.has(/^ *(\w+)/.exec(message)?.[1] ?? ""));
  return text.replace(all, () => `${all.slice(0, list)}${wanted.join("\n")}${all.slice(end)}`);
}
