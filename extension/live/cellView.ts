/** A code cell in the page: its editor, its buttons, its marks, its outputs. */
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { element } from "../../renderer/page/element.ts";
import type { Staleness } from "../notebook/staleness.ts";
import { CellOutputs, type OutputParts } from "./cellOutputs.ts";
import { makeEditor } from "./editor.ts";
import { button, type Button } from "./icons.ts";
import type { Cell } from "./liveNotebook.ts";
import type { Texts } from "./texts.ts";

export interface CellActions {
  run: () => void;
  stop: () => void;
  /** Shift+Enter: runs the cell and goes to the next, which is made where there is none. */
  runAndGoOn: () => void;
  /** Alt+Enter: runs the cell and adds one below. */
  runAndAdd: () => void;
  add: () => void;
  remove: () => void;
  edit: (text: string) => void;
}

export class CellView {
  readonly root: HTMLElement;
  readonly outputs: CellOutputs;
  readonly #cell: Cell;
  readonly #texts: Texts;
  readonly #actions: CellActions;
  readonly #completion: Extension;
  readonly #code: HTMLElement;
  readonly #run: Button;
  readonly #add: Button;
  readonly #remove: Button;
  readonly #count: HTMLElement;
  readonly #mark: HTMLElement;
  readonly #shown: HTMLElement;
  #number = 0;
  #editor: EditorView | null = null;

  /** @param root as the page was written, or an empty one */
  constructor(
    root: HTMLElement,
    cell: Cell,
    actions: CellActions,
    completion: Extension,
    texts: Texts,
    parts: OutputParts,
  ) {
    const { document } = parts;
    this.root = root;
    this.#cell = cell;
    this.#texts = texts;
    this.#actions = actions;
    this.#completion = completion;
    root.classList.add("cell", "live-cell");
    root.setAttribute("role", "group");
    root.id = cell.id;
    this.#run = button(document, "run", () =>
      this.#cell.state === "running" || this.#cell.state === "waiting" ? actions.stop() : actions.run(),
    );
    this.#run.root.classList.add("live-run");
    this.#count = root.querySelector<HTMLElement>(":scope > .count") ?? element(document, "span", "count");
    this.#code = root.querySelector<HTMLElement>(":scope > pre.code") ?? element(document, "pre", "code", {});
    const host = element(document, "div", "live-code", {}, this.#code);
    this.#mark = element(document, "p", "live-mark", { hidden: "" });
    this.#add = button(document, "add", () => actions.add());
    this.#remove = button(document, "remove", () => actions.remove());
    this.#shown =
      root.querySelector<HTMLElement>(":scope > .outputs") ?? element(document, "section", "outputs");
    root.replaceChildren(
      element(document, "div", "live-side", {}, this.#run.root, this.#count),
      host,
      this.#mark,
      this.#shown,
      element(document, "div", "live-actions", {}, this.#add.root, this.#remove.root),
    );
    this.outputs = new CellOutputs(this.#shown, parts);
    root.addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  /** Makes the editor, if there is none yet. */
  open(): EditorView {
    if (this.#editor) return this.#editor;
    const host = this.#code.parentElement ?? this.root;
    host.replaceChildren();
    return (this.#editor = makeEditor(host, {
      text: this.#cell.text,
      label: this.#texts.code(this.#number),
      description: this.#texts.codeKeys,
      typescript: true,
      more: this.#completion,
      changed: (text) => this.#actions.edit(text),
    }));
  }

  /** @param line 1-based, where the cursor is to be */
  focus(line?: number): void {
    const editor = this.open();
    if (line !== undefined && line >= 1 && line <= editor.state.doc.lines) {
      const { from, to } = editor.state.doc.line(line);
      editor.dispatch({ selection: { anchor: from, head: to } });
    }
    editor.focus();
    this.root.scrollIntoView({ block: "nearest" });
  }

  /**
   * Shows the cell as it is now.
   * @param because why it ran by itself; null where the reader ran it
   */
  show(number: number, stale: Staleness | undefined, because: string | null): void {
    const { state, execution } = this.#cell;
    const texts = this.#texts;
    this.root.dataset["state"] = state;
    this.root.setAttribute("aria-label", texts.cell(number));
    this.#shown.setAttribute("aria-label", texts.outputs(number));
    const pending = state === "running" || state === "waiting";
    const label =
      state === "running"
        ? texts.stopCell(number)
        : state === "waiting"
          ? texts.waits(number)
          : texts.run(number);
    this.#run.set(pending ? "stop" : "run", { label, hint: pending ? label : `${label} (Ctrl+Enter)` });
    this.#add.set("add", { label: texts.addBelow(number), shown: texts.addCell });
    this.#remove.set("remove", { label: texts.removeCell(number), shown: texts.remove });
    this.#remove.root.disabled = pending;
    this.#count.textContent = state === "running" ? "[*]" : execution === null ? "[ ]" : `[${execution}]`;
    const ran = because === null ? "" : texts.ranByItself(because);
    const mark =
      stale === undefined || pending
        ? ran
        : stale.kind === "edited"
          ? texts.edited
          : texts.stale(stale.names.join(", "));
    this.#mark.dataset["ran"] = String(mark !== "" && mark === ran);
    this.#mark.hidden = mark === "";
    if (this.#mark.textContent !== mark) this.#mark.textContent = mark;
    if (number !== this.#number) {
      this.#number = number;
      this.#editor?.contentDOM.setAttribute("aria-label", texts.code(number));
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing) return;
    const { shiftKey, ctrlKey, metaKey, altKey } = event;
    const action =
      shiftKey && !ctrlKey && !metaKey && !altKey
        ? this.#actions.runAndGoOn
        : (ctrlKey || metaKey) && !shiftKey && !altKey
          ? this.#actions.run
          : altKey && !shiftKey && !ctrlKey && !metaKey
            ? this.#actions.runAndAdd
            : null;
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }
}
