import path from "node:path";

/**
 * Packages that bundles find as a file beside them in `dist/`, so that they are loaded once and only when
 * needed.
 */
const packages = new Map([
  ["typescript", "./typescript.cjs"],
  ["plotly.js-dist", "./plotly.js"],
]);

/** An esbuild plugin that leaves {@link packages} out of a bundle. */
export const packagesAreSiblings = {
  name: "packages-are-siblings",
  setup(build) {
    build.onResolve({ filter: /^(typescript|plotly\.js-dist)$/ }, (found) => ({
      path: packages.get(found.path),
      external: true,
    }));
  },
};

/**
 * An esbuild plugin that makes every import of the engine an import of `dist/engine.js`: what a cell imports
 * and what the kernel talks to must be one instance.
 *
 * @param {string} root the repository
 */
export const engineIsSibling = (root) => ({
  name: "engine-is-sibling",
  setup(build) {
    const engine = path.join(root, "engine") + path.sep;
    build.onResolve({ filter: /^\.\.?\// }, (found) => {
      const target = path.join(found.resolveDir, found.path);
      if (!target.startsWith(engine)) return undefined;
      const door = path.relative(engine, target);
      // Pure functions of numbers, without anything that must be one: the renderer bundles them, too.
      if (path.dirname(door) === "curves") return undefined;
      if (door === "index.ts" || door === "node.ts") return { path: "./engine.js", external: true };
      return { errors: [{ text: `engine/${door} is behind the engine's door: import engine/index.ts` }] };
    });
  },
});

/**
 * An esbuild plugin that leaves the translator of Python and the writer of reports in files of their own,
 * `dist/translate.cjs` and `dist/report.cjs`: most people never use them, and activation must not read them.
 */
export const rareIsSibling = {
  name: "rare-is-sibling",
  setup(build) {
    build.onResolve({ filter: /\/(translate\/translate|report\/report)\.ts$/ }, (found) => {
      const name = path.basename(found.path, ".ts");
      return found.kind === "dynamic-import" ? { path: `./${name}.cjs`, external: true } : undefined;
    });
  },
};
