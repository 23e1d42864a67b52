/** What a browser cannot import, with what to do instead. */
import { say } from "../protocol/messages.ts";

/** An import that cannot be had; its message says why. */
export class CannotImport extends TypeError {}

const builtins =
  /^(?:node:.+|assert|async_hooks|buffer|child_process|cluster|console|crypto|dgram|dns|events|fs|http|http2|https|inspector|module|net|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream|string_decoder|timers|tls|tty|url|util|v8|vm|wasi|worker_threads|zlib)(?:\/.*)?$/;

/** What to do about a specifier that no browser can import; null for one that it may. */
export function remedyFor(specifier: string): string | null {
  if (builtins.test(specifier))
    return say(
      "{0} is a part of Node.js, and this kernel runs in a browser. Open the notebook in VS Code on a computer to use it.",
      specifier,
    );
  const [, scheme] = /^(npm|jsr|bun|deno):/.exec(specifier) ?? [];
  if (scheme === undefined) return null;
  const name = specifier.slice(scheme.length + 1).replace(/^\//, "");
  return say('Cells import packages by their names, without {0}: write: from "{1}"', `${scheme}:`, name);
}

export function noSuchModule(specifier: string, url: string): string {
  return say("There is no module {0} (looked for {1}).", specifier, url);
}

export function noSuchPackage(name: string): string {
  return say(
    "The package {0} is not in a node_modules folder of the workspace. Add it there, or name a module server in the setting gradbook.browser.moduleServer.",
    name,
  );
}

export function notServed(name: string, url: string): string {
  return say(
    "The package {0} is not in a node_modules folder of the workspace, and the module server in the setting gradbook.browser.moduleServer did not give it ({1}).",
    name,
    url,
  );
}

export function circle(urls: readonly string[]): string {
  return say(
    "These files import each other in a circle, which a kernel in a browser cannot load: {0}",
    urls.map((url) => url.slice(url.lastIndexOf("/") + 1)).join(" → "),
  );
}
