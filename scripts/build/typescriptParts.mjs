import { readFileSync } from "node:fs";

/** Files of TypeScript that turning a text into JavaScript never calls: the server, the editor's services, watching. */
const unneeded = [
  /^src\/(?:server|jsTyping|typingsInstallerCore)\//,
  /^src\/services\/(?:codefixes|refactors|formatting)\//,
  /^src\/services\/(?!services\.ts$|preProcess\.ts$|utilities\.ts$|types\.ts$|transpile\.ts$|transform\.ts$|_namespaces\/)/,
  /^src\/compiler\/(?:tsbuild|tsbuildPublic|builder|builderPublic|builderState|builderStatePublic|resolutionCache|watch|watchPublic|watchUtilities|executeCommandLine)\.ts$/,
];
/** Where a file begins in what TypeScript ships. */
const file = /^\/\/ (src\/[\w./-]+)$/gm;

/**
 * An esbuild plugin that marks, by comments that stay, the parts of TypeScript which a live page does without
 * (extension/report/live/typescriptCut.ts): a third of it.
 */
export const typescriptParts = {
  name: "typescript-parts-2",
  setup(build) {
    build.onLoad({ filter: /[\\/]typescript[\\/]lib[\\/]typescript\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const files = [...text.matchAll(file)];
      if (files.length < 200) {
        return {
          errors: [
            { text: "typescript.js is not put together as it was: see scripts/build/typescriptParts.mjs" },
          ],
        };
      }
      let contents = text.slice(0, files[0].index);
      let open = false;
      for (const [i, { index, 1: name }] of files.entries()) {
        // The last one holds the end of all.
        const cut = i < files.length - 1 && unneeded.some((pattern) => pattern.test(name));
        if (cut !== open) contents += cut ? "/*! gradbook-cut */\n" : "/*! gradbook-end */\n";
        open = cut;
        contents += text.slice(index, files[i + 1]?.index);
      }
      return { contents };
    });
  },
};
