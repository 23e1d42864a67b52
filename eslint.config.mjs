import tseslint from "typescript-eslint";

/** DESIGN: who may import whom. Compiler references forbid most of it; this names the rest in words. */
const wall = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: patterns.map(([group, message]) => ({ group, message })) },
    ],
  },
});

/** The engine, but for these rooms of it. */
const notEngineFrom = (...rooms) => [
  "**/engine/**",
  ...rooms.flatMap((room) => [`!**/engine/${room}`, `!**/engine/${room}/**`]),
];
/** But for what is declared of all that is shown, and for pure functions of recorded curves. */
const notEngine = notEngineFrom("payload", "curves");

/** Of several walls that name a file, the last one holds. */
export default tseslint.config(
  {
    ignores: [
      "dist/",
      "out/",
      ".gradbook/",
      ".vscode-test/",
      "test-results/",
      "engine/kernels/",
      "test/fixtures/",
      "examples/",
      "extension/language/types/",
    ],
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/unified-signatures": "off",
      // `interface Tensor extends Methods<…> {}` adds a file's functions to the methods of tensors.
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "eqeqeq": "error",
      "no-console": "error",
    },
  },
  { files: ["test/**/*.ts", "extension/cli/cli.entry.ts"], rules: { "no-console": "off" } },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unnecessary-condition": "off",
    },
  },
  wall(
    ["engine/**/*.ts"],
    [[["vscode", "node:*", "**/extension/**", "**/renderer/**"], "the engine imports the engine only"]],
    ["engine/node.ts", "engine/nodeFiles.ts", "engine/computeWorker.ts"],
  ),
  wall(
    ["engine/table/**/*.ts"],
    [
      [
        ["../**", "vscode", "node:*"],
        "the table of operations is below everything: the extension reads it, too",
      ],
    ],
  ),
  wall(
    ["engine/core/**/*.ts"],
    [[["../ops/**", "../nn/**", "../autograd/**", "vscode", "node:*"], "the tensor knows no operation"]],
  ),
  wall(
    ["engine/payload/**/*.ts"],
    [[["../**", "vscode", "node:*"], "what is shown is declared below everything else"]],
  ),
  wall(
    ["engine/payload/*/*.ts"],
    [[["../../**", "vscode", "node:*"], "what is shown is declared below everything else"]],
  ),
  wall(
    ["engine/curves/**/*.ts"],
    [
      [
        ["../**", "!../payload", "!../payload/*", "vscode", "node:*"],
        "curves are numbers: the renderer bundles this folder too",
      ],
    ],
  ),
  wall(
    ["extension/**/*.ts"],
    [
      [
        [...notEngineFrom("payload", "table")],
        "the extension never imports the engine, but what is declared of it at the bottom",
      ],
      [
        [
          "**/kernel/*",
          "**/kernel/**",
          "!**/kernel/protocol",
          "!**/kernel/protocol/*",
          "!**/kernel/host",
          "!**/kernel/host/*",
          "!**/kernel/handle",
          "!**/kernel/handle/*",
          "!**/kernel/browser",
          "!**/kernel/browser/browserKernel.ts",
          "!**/kernel/browser/surroundings.ts",
        ],
        "of the kernel only its protocol, and the handle of its process",
      ],
    ],
    ["extension/kernel/**/*.ts"],
  ),
  wall(
    ["extension/live/**/*.ts"],
    [
      [[...notEngineFrom("payload")], "the live page knows payloads; the engine is in its kernel's workers"],
      [
        [
          "**/kernel/*",
          "**/kernel/**",
          ...["protocol", "handle", "browser"].flatMap((room) => [`!**/kernel/${room}`]),
          ...["protocol/*", "handle/*", "browser/browserKernel.ts"].map((path) => `!**/kernel/${path}`),
        ],
        "of the kernel its protocol, its handle, and the one that runs in browsers",
      ],
      [["vscode", "node:*"], "the live page runs in a browser"],
    ],
  ),
  wall(
    ["extension/language/**/*.ts"],
    [
      [
        [...notEngineFrom("payload", "table")],
        "the extension never imports the engine, but what is declared of it at the bottom",
      ],
      [
        [
          "**/kernel/**",
          ...["protocol", "transform"].flatMap((room) => [`!**/kernel/${room}`, `!**/kernel/${room}/**`]),
          ...["node", "node/checkScript.ts"].map((path) => `!**/kernel/${path}`),
        ],
        "cells mean to the editor what they mean to the kernel: its reading of them, and nothing that runs",
      ],
    ],
  ),
  // Each again, with what holds above for all of the extension: the last wall that names a file is the one that holds.
  wall(
    ["extension/language/**/*.ts"],
    [
      [
        [...notEngineFrom("payload", "table")],
        "the extension never imports the engine, but what is declared of it at the bottom",
      ],
      [
        [
          "**/kernel/**",
          ...["protocol", "transform"].flatMap((room) => [`!**/kernel/${room}`, `!**/kernel/${room}/**`]),
        ],
        "cells mean to the editor what they mean to the kernel: its reading of them, and nothing that runs",
      ],
      [
        ["node:*", "**/node/**", "**/desktop/**"],
        "the language service runs in browsers, too: what it needs of a platform is core/machine.ts, which node/ and browser/ implement",
      ],
    ],
    ["extension/language/node/**/*.ts", "extension/language/worker.entry.ts"],
  ),
  wall(
    ["extension/language/core/**/*.ts", "extension/language/browser/**/*.ts"],
    [
      [
        [...notEngineFrom("payload", "table")],
        "the extension never imports the engine, but what is declared of it at the bottom",
      ],
      [
        [
          "**/kernel/**",
          ...["protocol", "transform"].flatMap((room) => [`!**/kernel/${room}`, `!**/kernel/${room}/**`]),
        ],
        "cells mean to the editor what they mean to the kernel: its reading of them, and nothing that runs",
      ],
      [
        ["node:*", "**/language/node/**", "../node/**", "../../node/**", "vscode"],
        "the worker with TypeScript runs in browsers, too, and knows no VS Code",
      ],
    ],
  ),
  wall(
    ["extension/web/**/*.ts"],
    [
      [
        [...notEngineFrom("payload", "table")],
        "the extension never imports the engine, but what is declared of it at the bottom",
      ],
      [
        [
          "**/kernel/*",
          "**/kernel/**",
          ...["protocol", "handle", "browser"].flatMap((room) => [`!**/kernel/${room}`]),
          ...["protocol/*", "handle/*", "browser/browserKernel.ts", "browser/surroundings.ts"].map(
            (path) => `!**/kernel/${path}`,
          ),
        ],
        "of the kernel its protocol, its handle, and the one that runs in browsers",
      ],
      [["node:*", "**/desktop/**", "**/host/**", "**/node/**"], "a browser has no Node.js"],
    ],
  ),
  wall(["extension/kernel/**/*.ts"], [[["vscode"], "the kernel runs without VS Code"]]),
  wall(
    ["protocol", "control", "cell", "check", "controls", "display", "transform", "handle"].map(
      (room) => `extension/kernel/${room}/**/*.ts`,
    ),
    [
      [
        ["node:*", "**/kernel/node/**", "**/node/**", "**/host/**", "**/kernel/browser/**", "vscode"],
        "this part of the kernel runs on any platform: what it needs of one is an interface of its own, which node/ implements",
      ],
    ],
  ),
  wall(
    ["extension/kernel/browser/**/*.ts"],
    [[["node:*", "**/node/**", "**/host/**", "vscode"], "a browser has no Node.js"]],
  ),
  wall(
    ["extension/ipynb/**/*.ts", "extension/report/**/*.ts"],
    [
      [
        [...notEngineFrom("payload", "table")],
        "the extension never imports the engine, but what is declared of it at the bottom",
      ],
      [
        ["**/renderer/page/**", "**/renderer/plotly/**", "**/renderer/markdown/**"],
        "only what is drawn and said without a page",
      ],
    ],
  ),
  wall(
    ["renderer/**/*.ts"],
    [
      [
        [...notEngine, "**/extension/**", "vscode"],
        "the renderer knows payloads, and what both sides say about recorded curves",
      ],
      [["plotly.js-dist", "plotly-more"], "plotly/ is the only door to plotly"],
    ],
    ["renderer/plotly/plot.ts", "renderer/plotly/anyPlot.ts"],
  ),
  wall(
    ["renderer/views/**/*.ts"],
    [
      [
        [
          ...notEngine,
          "**/extension/**",
          "**/page/**",
          "**/plotly/*lot.ts",
          "plotly.js-dist",
          "vscode",
          "node:*",
        ],
        "views are pure: payloads in, charts, drawings and words out",
      ],
    ],
  ),
);
