/** Puts our rules into Node's module loader, in the way that this Node offers. */
import * as nodeModule from "node:module";
import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { isUserModule, route, typeScriptText, type ModuleRules } from "./moduleRules.ts";
import { requestModuleSync, codeOf } from "./moduleSource.ts";
import { siblingModule } from "../siblingModule.ts";
import type { ModuleResponse } from "../../protocol/threadProtocol.ts";
import type { LoadedElsewhere } from "../threads.ts";

export interface LoaderPorts {
  modules: MessagePort;
  loader: MessagePort;
  shared: Int32Array;
}

/** Called with each module that was made into JavaScript. */
export type Loaded = (url: string, answer: ModuleResponse) => void;

/**
 * Node 22.15 and later run hooks in this thread; before, they run in another, and cost 90 ms to start.
 *
 * @returns tells `loaded` of what that other thread has loaded meanwhile
 */
export function installLoader(rules: ModuleRules, ports: LoaderPorts, loaded: Loaded): () => void {
  if (typeof (nodeModule as { registerHooks?: unknown }).registerHooks === "function") {
    nodeModule.registerHooks(hooks(rules, ports, loaded));
    return () => undefined;
  }
  const entry = siblingModule("loaderThread");
  nodeModule.register(entry, { data: { rules, port: ports.loader }, transferList: [ports.loader] });
  return () => {
    for (const { url, answer } of waitingMessages<LoadedElsewhere>(ports.modules)) loaded(url, answer);
  };
}

function* waitingMessages<Message>(port: MessagePort): Generator<Message> {
  for (;;) {
    const received = receiveMessageOnPort(port) as { message: Message } | undefined;
    if (!received) return;
    yield received.message;
  }
}

function hooks(
  rules: ModuleRules,
  { modules, shared }: LoaderPorts,
  loaded: Loaded,
): nodeModule.RegisterHooksOptions {
  const convert = (url: string, text: string): ModuleResponse => {
    const answer = requestModuleSync(modules, shared, url, text);
    loaded(url, answer);
    return answer;
  };
  return {
    resolve(specifier, context, next) {
      const found = route(specifier, context as { parentURL?: string }, rules);
      return "answer" in found ? found.answer : next(found.ask, { ...context, parentURL: found.parentURL });
    },
    load(url, context, next) {
      if (!isUserModule(url, rules)) return next(url, context);
      const module = typeScriptText(url);
      if (module) {
        return {
          format: "module",
          source: codeOf(convert(url, module.text), module.path),
          shortCircuit: true,
        };
      }
      const result = next(url, context);
      if (result.format !== "module" || !result.source) return result;
      const text =
        typeof result.source === "string" ? result.source : new TextDecoder().decode(result.source);
      return { ...result, source: convert(url, text).code };
    },
  };
}
