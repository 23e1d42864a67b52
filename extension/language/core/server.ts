/** Takes messages about notebooks and answers questions about their cells. */
import type { FromWorker, Setup, ToWorker } from "../protocol.ts";
import type { Machine } from "./machine.ts";
import { Notebooks } from "./notebooks.ts";

export interface Post {
  send(message: FromWorker): void;
  /** Runs it behind messages that have arrived already. */
  later(task: () => void): void;
}

type Question = Extract<ToWorker, { type: "request" }>;

export class Server {
  readonly #notebooks: Notebooks;
  readonly #machine: Machine;
  readonly #post: Post;
  readonly #waiting = new Set<number>();

  constructor(setup: Setup, machine: Machine, post: Post) {
    this.#notebooks = new Notebooks(setup, machine);
    this.#machine = machine;
    this.#post = post;
  }

  receive(message: ToWorker): void {
    switch (message.type) {
      case "notebook":
        return this.#notebooks.update(message);
      case "text":
        return this.#notebooks.setText(message.cell, message.text);
      case "close":
        return this.#notebooks.close(message.notebook);
      case "files":
        return this.#notebooks.filesChanged(message.paths);
      case "cancel":
        this.#waiting.delete(message.id);
        return;
      case "request":
        this.#waiting.add(message.id);
        // So that it may be cancelled.
        this.#post.later(() => this.#answer(message));
    }
  }

  #answer(question: Question): void {
    const { id, method, params } = question;
    if (!this.#waiting.has(id)) return;
    let answer: FromWorker;
    try {
      answer = { type: "response", id, result: this.#notebooks.answer(method, params) };
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      answer = { type: "failure", id, message };
    }
    const arrival = this.#machine.arrival();
    if (arrival) {
      // It was answered without files that are on their way: once more with them.
      void arrival.then(() => {
        this.#notebooks.lookAgain();
        this.#answer(question);
      });
      return;
    }
    this.#waiting.delete(id);
    this.#post.send(answer);
  }
}
