/** The *Variables* view: a table that is sorted by its heads, filtered by a word, and walked by arrow keys. */
import { element } from "../element.ts";
import type {
  FromVariablesPage,
  ToVariablesPage,
  VariableSummary,
} from "../../../engine/payload/variables.ts";
import { icon } from "../icons.ts";
import { bytesText } from "../../views/text/bytesText.ts";
import { columns, nextOrder, sorted, type Column, type Order } from "./sortVariables.ts";
import type { VariablesTexts } from "./variablesTexts.ts";

export class VariablesTable {
  readonly root: HTMLElement;
  readonly #document: Document;
  readonly #texts: VariablesTexts;
  readonly #post: (message: FromVariablesPage) => void;
  readonly #filter: HTMLInputElement;
  readonly #note: HTMLElement;
  readonly #begin: HTMLButtonElement;
  readonly #body: HTMLTableSectionElement;
  readonly #table: HTMLTableElement;
  readonly #heads = new Map<Column, HTMLElement>();
  #order: Order = { by: null, descending: false };
  #told: Extract<ToVariablesPage, { type: "variables" }> = {
    type: "variables",
    variables: [],
    busy: false,
    why: "none",
  };
  /** The row that arrows leave from, by name: rows come and go. */
  #current = "";
  /** The row that was chosen last; none before one has been. */
  #chosen = "";

  constructor(document: Document, texts: VariablesTexts, post: (message: FromVariablesPage) => void) {
    this.#document = document;
    this.#texts = texts;
    this.#post = post;
    this.#filter = element(document, "input", "gradbook-variables-filter", {
      "type": "search",
      "placeholder": texts.filter,
      "aria-label": texts.filter,
      "spellcheck": "false",
    });
    this.#filter.addEventListener("input", () => this.#draw());
    this.#filter.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      this.#focus(this.#current);
    });
    this.#note = element(document, "p", "gradbook-variables-note", { role: "status" });
    this.#begin = element(document, "button", "gradbook-begin", { type: "button" });
    this.#begin.addEventListener("click", () =>
      this.#post({ type: "command", command: this.#beginning()[0] }),
    );
    const heads = columns.map((column) => {
      const button = element(document, "button", "", { type: "button" }, texts.heads[column]);
      button.addEventListener("click", () => {
        this.#order = nextOrder(this.#order, column);
        this.#draw();
      });
      const head = element(document, "th", `gradbook-${column}`, { scope: "col" }, button);
      this.#heads.set(column, head);
      return head;
    });
    this.#body = element(document, "tbody", "");
    this.#table = element(
      document,
      "table",
      "gradbook-variables-table",
      { "aria-label": texts.table, "aria-description": texts.keys },
      element(
        document,
        "thead",
        "",
        {},
        element(document, "tr", "", {}, ...heads, element(document, "td", "")),
      ),
      this.#body,
    );
    this.#table.addEventListener("keydown", (event) => this.#key(event));
    // Whichever key or menu copies here: the browser asks what.
    document.addEventListener("copy", (event) => this.#copy(event));
    this.root = element(
      document,
      "main",
      "gradbook-variables",
      {},
      this.#filter,
      this.#note,
      this.#begin,
      this.#table,
    );
    this.#draw();
  }

  show(told: Extract<ToVariablesPage, { type: "variables" }>): void {
    this.#told = told;
    this.#draw();
  }

  #draw(): void {
    const { variables, busy, why } = this.#told;
    const word = this.#filter.value.trim().toLowerCase();
    const shown = sorted(variables, this.#order).filter(({ name, type }) =>
      `${name} ${type}`.toLowerCase().includes(word),
    );
    const none = variables.length === 0;
    this.#filter.hidden = none;
    this.#table.hidden = shown.length === 0;
    const says = none
      ? this.#texts.why[why]
      : busy
        ? this.#texts.busy
        : shown.length === 0
          ? this.#texts.noMatch
          : "";
    if (this.#note.textContent !== says) this.#note.textContent = says;
    this.#begin.hidden = !none || busy;
    this.#begin.textContent = this.#beginning()[1];
    for (const [column, head] of this.#heads) {
      const { by, descending } = this.#order;
      head.setAttribute("aria-sort", by !== column ? "none" : descending ? "descending" : "ascending");
    }
    const hadFocus = this.#body.contains(this.#document.activeElement);
    if (!shown.some(({ name }) => name === this.#current)) this.#current = shown[0]?.name ?? "";
    this.#body.replaceChildren(...shown.map((variable) => this.#row(variable)));
    if (hadFocus) this.#focus(this.#current);
  }

  /** What an empty view offers. */
  #beginning(): [command: string, label: string] {
    const { run, open } = this.#texts.begin;
    return this.#told.why === "none" ? ["gradbook.newNotebook", open] : ["gradbook.runAll", run];
  }

  #row(variable: VariableSummary): HTMLTableRowElement {
    const { name, type, shape, dtype, bytes, summary } = variable;
    const document = this.#document;
    const cell = (column: Column, text: string, title = ""): HTMLElement =>
      element(document, "td", `gradbook-${column}`, title === "" ? {} : { title }, text);
    const row = element(
      document,
      "tr",
      "",
      {
        "tabindex": name === this.#current ? "0" : "-1",
        "data-name": name,
        ...(name === this.#chosen && { "data-selected": "" }),
      },
      element(document, "th", "gradbook-name", { scope: "row" }, name),
      cell("type", type),
      cell("shape", shape ? `(${shape.join(", ")})` : ""),
      cell("dtype", dtype ?? ""),
      cell("bytes", bytes === null ? "" : bytesText(bytes)),
      cell("summary", summary, summary),
      this.#actions(variable),
    );
    row.addEventListener("focus", () => this.#moveTo(name));
    row.addEventListener("dblclick", () => this.#post({ type: variable.hasGrid ? "open" : "reveal", name }));
    return row;
  }

  #actions({ name, hasGrid }: VariableSummary): HTMLElement {
    const button = (what: "open" | "reveal" | "copy", title: string): HTMLElement => {
      const made = element(
        this.#document,
        "button",
        "gradbook-icon-button",
        { "type": "button", "title": title, "aria-label": title, "tabindex": "-1" },
        icon(this.#document, what === "open" ? "grid" : what === "copy" ? "copy" : "goTo"),
      );
      made.addEventListener("click", () => this.#post({ type: what, name }));
      return made;
    };
    return element(
      this.#document,
      "td",
      "gradbook-variables-actions",
      {},
      ...(hasGrid ? [button("open", this.#texts.open(name))] : []),
      button("reveal", this.#texts.reveal(name)),
      button("copy", this.#texts.copy(name)),
    );
  }

  #key(event: KeyboardEvent): void {
    const rows = [...this.#body.rows];
    const at = rows.findIndex((row) => row === event.target);
    const row = rows[at];
    const name = row?.dataset["name"];
    if (!row || name === undefined) return;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      // A browser copies only where something is selected.
      if (event.key === "c") this.#document.getSelection()?.selectAllChildren(row.cells[0] ?? row);
      return;
    }
    const page = Math.max(1, Math.floor(this.#document.documentElement.clientHeight / row.offsetHeight) - 2);
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    const variable = this.#told.variables.find((candidate) => candidate.name === name);
    if (next !== undefined) rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
    else if (event.key === "Enter") this.#post({ type: "reveal", name });
    else if (event.key === " " && variable?.hasGrid) this.#post({ type: "open", name });
    else return;
    event.preventDefault();
  }

  #copy(event: ClipboardEvent): void {
    if (!this.#body.contains(this.#document.activeElement)) return;
    event.clipboardData?.setData("text/plain", this.#current);
    event.preventDefault();
    this.#document.getSelection()?.removeAllRanges();
  }

  #moveTo(name: string): void {
    this.#current = name;
    this.#chosen = name;
    for (const row of this.#body.rows) {
      const isChosen = row.dataset["name"] === name;
      row.tabIndex = isChosen ? 0 : -1;
      row.toggleAttribute("data-selected", isChosen);
    }
  }

  #focus(name: string): void {
    [...this.#body.rows].find((row) => row.dataset["name"] === name)?.focus();
  }
}
