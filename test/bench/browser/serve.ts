/** A contestant's side in a browser's worker: answers what the page asks of it. */
import type { Prepared } from "../harness/child.ts";
import type { Hello } from "../harness/protocol.ts";
import type { FromWorker, ToWorker } from "./workerProtocol.ts";

type Open = Extract<ToWorker, { do: "open" }>;
type Prepare = Extract<ToWorker, { do: "prepare" }>;

/** The worker's own global, as far as it is used here. */
interface Scope {
  onmessage: ((event: { data: ToWorker }) => void) | null;
  postMessage(message: FromWorker): void;
}

export function serve(
  open: (how: Open) => Hello | Promise<Hello>,
  prepare: (what: Prepare) => Prepared,
): void {
  const scope = globalThis as unknown as Scope;
  let prepared: Prepared | null = null;
  const answer = async (question: ToWorker): Promise<FromWorker> => {
    switch (question.do) {
      case "open":
        return { type: "opened", hello: await open(question) };
      case "prepare":
        prepared?.dispose?.();
        prepared = null;
        prepared = prepare(question);
        return { type: "prepared" };
      case "run": {
        const began = performance.now();
        await prepared?.run(question.count);
        return { type: "ran", seconds: (performance.now() - began) / 1e3 };
      }
      case "result":
        return { type: "result", values: (await prepared?.result()) ?? [] };
    }
  };
  scope.onmessage = ({ data }) =>
    void answer(data)
      .catch((error: unknown): FromWorker => ({
        type: "error",
        message: error instanceof Error ? error.message : String(error),
      }))
      .then((message) => scope.postMessage(message));
}
