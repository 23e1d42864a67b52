/** The language service in a worker of a browser. */
import { Server } from "../core/server.ts";
import type { FromBrowserWorker, ToBrowserWorker, ToWorker } from "../protocol.ts";
import { ReceivedFiles } from "./receivedFiles.ts";

/** What is used of the worker's own object. */
interface Scope {
  postMessage(message: FromBrowserWorker): void;
  onmessage: ((event: { data: ToBrowserWorker }) => void) | null;
}

export function serveBrowser(): void {
  const scope = globalThis as unknown as Scope;
  const files = new ReceivedFiles((wanted) => scope.postMessage(wanted));
  let server: Server | null = null;
  const early: ToWorker[] = [];
  scope.onmessage = ({ data }) => {
    if (data.type === "file" || data.type === "folder") files.take(data);
    else if (data.type === "setup") {
      void files.shipped(data.setup).then(() => {
        server = new Server(data.setup, files, {
          send: (message) => scope.postMessage(message),
          later: (task) => void setTimeout(task),
        });
        for (const message of early.splice(0)) server.receive(message);
      });
    } else if (server) server.receive(data);
    else early.push(data);
  };
}
