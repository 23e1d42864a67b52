import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { SharedSlot, type ModuleResponse, type ModuleRequest } from "../../protocol/threadProtocol.ts";

let nextId = 0;

/** Asks the control thread for a module's JavaScript, and blocks until it is there. */
export function requestModuleSync(
  port: MessagePort,
  ints: Int32Array,
  url: string,
  text: string,
): ModuleResponse {
  const id = nextId++;
  Atomics.store(ints, SharedSlot.answered, 0);
  port.postMessage({ id, url, text } satisfies ModuleRequest);
  for (;;) {
    const received = receiveMessageOnPort(port) as { message: ModuleResponse } | undefined;
    if (received?.message.id === id) return received.message;
    if (!received) Atomics.wait(ints, SharedSlot.answered, 0, 1000);
    Atomics.store(ints, SharedSlot.answered, 0);
  }
}

/** The same without blocking, for a thread that shares no memory with the control thread. */
export function requestModule(port: MessagePort, url: string, text: string): Promise<ModuleResponse> {
  const id = nextId++;
  return new Promise((resolve) => {
    const listen = (answer: ModuleResponse): void => {
      if (answer.id !== id) return;
      port.off("message", listen);
      resolve(answer);
    };
    port.on("message", listen);
    port.postMessage({ id, url, text } satisfies ModuleRequest);
  });
}

/** @throws {SyntaxError} that names the file and line of a module which does not parse. */
export function codeOf(answer: ModuleResponse, path: string): string {
  const { fault } = answer;
  if (fault) throw new SyntaxError(`${fault.message}\n    File ${path}:${fault.line}:${fault.column}`);
  return answer.code;
}
