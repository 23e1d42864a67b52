/**
 * Gradbook in VS Code: `npm start`. Installs what is missing, builds, and opens the course.
 *
 *     node scripts/start.mjs [--server] [--port N]
 *
 * Opens the desktop VS Code where there is one or one can be downloaded, otherwise, or with `--server`, the
 * VS Code server in the browser, until Ctrl-C.
 */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { installDependencies } from "./install.mjs";
import { root } from "./places.mjs";
import { run } from "./run.mjs";

const { values: options } = parseArgs({
  options: {
    server: { type: "boolean", default: false },
    port: { type: "string", default: "0" },
  },
});

await installDependencies();
if ((await run(process.execPath, ["esbuild.mjs"])) !== 0) process.exit(1);

const { textsIn } = await import(
  pathToFileURL(path.join(root, "out", "engine", "payload", "language.js")).href
);
const language = process.env.LC_ALL || process.env.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
const examples = path.join(root, "examples");
const course = path.join(examples, `deep-learning.${textsIn({ en: "en", zh: "zh" }, language)}.grad.md`);

const { openDesktop } = await import("./desktop.mjs");
if (options.server || !(await openDesktop(examples, course))) {
  const { serveCourse } = await import("./serveCourse.mjs");
  await serveCourse({ port: Number(options.port), folder: examples, notebook: course });
}
