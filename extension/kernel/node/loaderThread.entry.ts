/** Loader hooks for Node 20, which runs them in a thread of their own: the entry of `dist/loaderThread.js`. */
import type { InitializeHook, LoadHook, ResolveHook } from "node:module";
import type { MessagePort } from "node:worker_threads";
import { isUserModule, route, typeScriptText, type ModuleRules } from "./modules/moduleRules.ts";
import { requestModule, codeOf } from "./modules/moduleSource.ts";
import { setLanguage } from "../protocol/messages.ts";

export interface LoaderData {
  rules: ModuleRules;
  port: MessagePort;
}

let data: LoaderData | null = null;

export const initialize: InitializeHook<LoaderData> = (handed) => {
  data = handed;
  setLanguage(handed.rules.language);
  // The loader must not keep the kernel alive.
  data.port.unref();
};

export const resolve: ResolveHook = (specifier, context, next) => {
  if (!data) return next(specifier, context);
  const found = route(specifier, context as { parentURL?: string }, data.rules);
  return "answer" in found ? found.answer : next(found.ask, { ...context, parentURL: found.parentURL });
};

export const load: LoadHook = async (url, context, next) => {
  if (!data || !isUserModule(url, data.rules)) return next(url, context);
  const module = typeScriptText(url);
  if (module) {
    const answer = await requestModule(data.port, url, module.text);
    return { format: "module", source: codeOf(answer, module.path), shortCircuit: true };
  }
  const loaded = await next(url, context);
  if (loaded.format !== "module" || !loaded.source) return loaded;
  const text = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
  return { ...loaded, source: (await requestModule(data.port, url, text)).code };
};
