/** The data viewer: a page of a tensor's slice in a grid, with controls for the slice and its statistics beside it. */
import { element } from "../element.ts";
import type {
  FromVariablesPage,
  GridAsk,
  GridNumber,
  GridPart,
  ToVariablesPage,
} from "../../../engine/payload/variables.ts";
import { numberText } from "../../../engine/payload/sample.ts";
import { icon, type IconName } from "../icons.ts";
import { isDark } from "../themeKind.ts";
import { colourScale } from "../values/tensorView.ts";
import { gridPlace, type GridPlace } from "./gridKeys.ts";
import { gridStatistics } from "./gridStatistics.ts";
import type { VariablesTexts } from "./variablesTexts.ts";

type Asked = Omit<GridAsk, "size">;

/** Room that one column and one row take, in pixels at 100 %. */
const [columnWidth, rowHeight] = [82, 22];

export class GridView {
  readonly root: HTMLElement;
  readonly #document: Document;
  readonly #texts: VariablesTexts;
  readonly #post: (message: FromVariablesPage) => void;
  readonly #remember: (asked: Asked) => void;
  readonly #head: HTMLElement;
  readonly #controls: HTMLElement;
  readonly #note: HTMLElement;
  readonly #grid: HTMLTableElement;
  readonly #pager: HTMLElement;
  readonly #aside: HTMLElement;
  #asked: Asked;
  #ask = 0;
  #part: GridPart | null = null;
  #cursor: GridPlace = { row: 0, column: 0 };
  /** The focus goes to the cursor when the part that it waits for is there. */
  #focusAfter = false;
  #shaded = true;

  /** @param remember keeps what is asked for when the page is taken away */
  constructor(
    document: Document,
    texts: VariablesTexts,
    asked: Asked,
    post: (message: FromVariablesPage) => void,
    remember: (asked: Asked) => void,
  ) {
    this.#document = document;
    this.#texts = texts;
    this.#asked = asked;
    this.#post = post;
    this.#remember = remember;
    this.#head = element(document, "h1", "gradbook-grid-title");
    this.#controls = element(document, "div", "gradbook-grid-controls");
    this.#note = element(document, "p", "gradbook-variables-note", { role: "status" });
    this.#grid = element(document, "table", "gradbook-grid", {
      "role": "grid",
      "aria-label": asked.name,
      "aria-description": texts.gridKeys,
    });
    this.#grid.addEventListener("keydown", (event) => this.#key(event));
    this.#pager = element(document, "div", "gradbook-grid-pager", { role: "toolbar" });
    this.#aside = element(document, "aside", "gradbook-grid-aside", { "aria-label": texts.slice });
    const scroll = element(document, "div", "gradbook-grid-scroll", {}, this.#grid);
    this.root = element(
      document,
      "main",
      "gradbook-grid-view",
      {},
      this.#head,
      this.#controls,
      this.#note,
      element(
        document,
        "div",
        "gradbook-grid-body",
        {},
        element(document, "div", "gradbook-grid-main", {}, this.#pager, scroll),
        this.#aside,
      ),
    );
    this.#note.textContent = texts.loading;
  }

  receive(message: ToVariablesPage): void {
    if (message.type === "changed") {
      this.#note.textContent = message.busy ? this.#texts.waiting : "";
      this.ask();
    } else if (message.type === "part" && message.ask === this.#ask) this.#show(message.part);
  }

  /** Asks for the part again, in the size that the window has now. */
  ask(change: Partial<Asked> = {}): void {
    this.#asked = { ...this.#asked, ...change };
    const of: GridAsk = { ...this.#asked, size: this.#size() };
    this.#post({ type: "ask", ask: ++this.#ask, of });
    // Looking for the next NaN is done once.
    delete this.#asked.notFiniteAfter;
    this.#remember(this.#asked);
  }

  #size(): [number, number] {
    const { clientWidth, clientHeight } = this.#document.documentElement;
    const wide = clientWidth > 760;
    const across = Math.floor((clientWidth - (wide ? 250 : 0) - 80) / columnWidth);
    // Where there is no room beside the grid, the statistics come below it, in view.
    const down = Math.floor((clientHeight - (wide ? 160 : 460)) / rowHeight);
    return [Math.max(8, Math.min(100, down)), Math.max(2, Math.min(24, across))];
  }

  #show(part: GridPart | null): void {
    this.#part = part;
    const texts = this.#texts;
    const empty = part && (part.extent[0] === 0 || part.extent[1] === 0);
    this.#note.textContent = part ? (empty ? texts.empty : "") : texts.nothing;
    this.root.classList.toggle("gradbook-grid-none", part === null);
    if (!part) return;
    this.#asked = { ...this.#asked, member: part.member, axes: part.axes, at: part.at };
    this.#remember(this.#asked);
    const name = part.member === null ? this.#asked.name : `${this.#asked.name}.${part.member}`;
    this.#head.textContent = `${name} · (${part.shape.join(", ")}) · ${part.dtype}`;
    this.#grid.setAttribute("aria-label", `${name} (${part.shape.join(", ")})`);
    this.#drawControls(part);
    const [row, column] = this.#start(part);
    if (part.found) this.#cursor = { row: part.found[0], column: part.found[1] };
    const { row: atRow, column: atColumn } = this.#cursor;
    const [height, width] = [part.values.length, part.values[0]?.length ?? 0];
    this.#cursor = {
      row: Math.max(row, Math.min(row + height - 1, atRow)),
      column: Math.max(column, Math.min(column + width - 1, atColumn)),
    };
    const focus = this.#focusAfter || this.#grid.contains(this.#document.activeElement);
    this.#drawGrid(part);
    this.#drawPager(part);
    this.#aside.replaceChildren(
      ...gridStatistics(this.#document, part, texts, isDark(this.#document), {
        next: () => {
          this.#focusAfter = true;
          this.ask({ notFiniteAfter: [this.#cursor.row, this.#cursor.column] });
        },
        show: (place) => this.#goTo(place),
      }),
    );
    if (focus) this.#focusCursor();
    this.#focusAfter = false;
  }

  #start({ axes, at }: GridPart): [number, number] {
    return [at[axes[0]] ?? 0, at[axes[1]] ?? 0];
  }

  #drawControls(part: GridPart): void {
    // What is being used is not taken away: the numbers in it are the person's.
    if (
      this.#controls.contains(this.#document.activeElement) &&
      this.#controls.dataset["shape"] === part.shape.join()
    )
      return;
    this.#controls.dataset["shape"] = part.shape.join();
    const { members, member, shape, axes, at } = part;
    const texts = this.#texts;
    const parts: HTMLElement[] = [];
    if (members.length > 0) {
      parts.push(
        this.#choice(
          texts.parameter,
          members.map((name) => [name, name]),
          member ?? "",
          (value) => this.ask({ member: value, axes: null, at: [] }),
        ),
      );
    }
    if (shape.length > 2) {
      const names = shape.map((extent, axis): [string, string] => [String(axis), texts.axis(axis, extent)]);
      for (const side of [0, 1] as const) {
        parts.push(
          this.#choice(
            side === 0 ? texts.rowsAxis : texts.columnsAxis,
            names,
            String(axes[side]),
            (value) => {
              const [mine, other] = [Number(value), axes[1 - side] ?? 0];
              const swapped = mine === other ? axes[side] : other;
              this.ask({ axes: side === 0 ? [mine, swapped] : [swapped, mine], at: shape.map(() => 0) });
            },
          ),
        );
      }
      shape.forEach((extent, axis) => {
        if (axes.includes(axis)) return;
        parts.push(
          this.#number(texts.index(axis), extent, at[axis] ?? 0, (value) =>
            this.ask({ at: this.#asked.at.map((place, other) => (other === axis ? value : place)) }),
          ),
        );
      });
    }
    this.#controls.replaceChildren(...parts);
  }

  #choice(
    label: string,
    options: [string, string][],
    value: string,
    chosen: (value: string) => void,
  ): HTMLElement {
    const select = element(this.#document, "select", "");
    for (const [key, text] of options)
      select.append(element(this.#document, "option", "", { value: key }, text));
    select.value = value;
    select.addEventListener("change", () => {
      chosen(select.value);
      // A change of axes makes these controls anew.
      this.#controls.dataset["shape"] = "";
    });
    return element(this.#document, "label", "", {}, `${label} `, select);
  }

  #number(label: string, extent: number, value: number, chosen: (value: number) => void): HTMLElement {
    const input = element(this.#document, "input", "", { type: "number", min: "0", max: String(extent - 1) });
    input.value = String(value);
    input.addEventListener("input", () => {
      if (input.value !== "") chosen(Math.max(0, Math.min(extent - 1, Math.floor(Number(input.value)))));
    });
    return element(this.#document, "label", "", {}, `${label} `, input);
  }

  #drawGrid(part: GridPart): void {
    const document = this.#document;
    const [row, column] = this.#start(part);
    this.#grid.setAttribute("aria-rowcount", String(part.extent[0] + 1));
    this.#grid.setAttribute("aria-colcount", String(part.extent[1] + 1));
    const { min, max } = part.stats;
    const colour =
      this.#shaded && min !== null && max !== null ? colourScale([min, max], isDark(this.#document)) : null;
    const heads = (part.values[0] ?? []).map((_, j) =>
      element(
        document,
        "th",
        "",
        { "scope": "col", "aria-colindex": String(column + j + 2) },
        String(column + j),
      ),
    );
    const body = part.values.map((values, i) =>
      element(
        document,
        "tr",
        "",
        { "aria-rowindex": String(row + i + 2) },
        element(document, "th", "", { scope: "row" }, String(row + i)),
        ...values.map((value, j) => this.#cell(value, { row: row + i, column: column + j }, colour)),
      ),
    );
    const head = element(document, "tr", "", { "aria-rowindex": "1" }, element(document, "td", ""), ...heads);
    this.#grid.replaceChildren(
      element(document, "thead", "", {}, head),
      element(document, "tbody", "", {}, ...body),
    );
  }

  #cell(value: GridNumber, place: GridPlace, colour: ((value: number) => string) | null): HTMLElement {
    const { row, column } = place;
    const isCursor = row === this.#cursor.row && column === this.#cursor.column;
    const text = numberText(Number(value === "∞" ? Infinity : value === "-∞" ? -Infinity : value));
    const cell = element(
      this.#document,
      "td",
      typeof value === "number" ? "" : "gradbook-not-finite",
      {
        "role": "gridcell",
        "tabindex": isCursor ? "0" : "-1",
        "title": `[${row}, ${column}] ${value}`,
        "aria-colindex": String(column + 2),
        "data-row": String(row),
        "data-column": String(column),
      },
      element(this.#document, "span", "", {}, text),
    );
    if (colour && typeof value === "number") cell.style.setProperty("--gradbook-shade", colour(value));
    cell.addEventListener("focus", () => this.#setCursor(place));
    return cell;
  }

  #drawPager(part: GridPart): void {
    const { turn, pageOf, rows, columns, shade, goTo } = this.#texts;
    const [row, column] = this.#start(part);
    const [height, width] = [part.values.length, part.values[0]?.length ?? 0];
    const [allRows, allColumns] = part.extent;
    const lastRow = height > 0 ? Math.floor((allRows - 1) / height) * height : 0;
    const button = (name: IconName, label: string, place: GridPlace | null): HTMLElement =>
      this.#button(name, label, place && (() => this.#goTo(place, false)));
    const nextColumn = column + width < allColumns ? { row, column: column + width } : null;
    this.#pager.setAttribute("aria-label", this.#texts.slice);
    const shading = this.#button("shade", shade, () => {
      this.#shaded = !this.#shaded;
      this.#show(this.#part);
    });
    shading.setAttribute("aria-pressed", String(this.#shaded));
    const line = element(this.#document, "input", "", {
      "type": "number",
      "min": "0",
      "max": String(allRows - 1),
      "aria-label": goTo,
      "title": goTo,
    });
    line.value = String(row);
    line.addEventListener("change", () => this.#goTo({ row: Math.floor(Number(line.value)), column }, false));
    const asHeld = this.#pager.contains(this.#document.activeElement)
      ? this.#document.activeElement?.getAttribute("aria-label")
      : null;
    this.#pager.replaceChildren(
      button("first", turn.firstRows, row > 0 ? { row: 0, column } : null),
      button("previous", turn.previousRows, row > 0 ? { row: Math.max(0, row - height), column } : null),
      line,
      element(this.#document, "span", "", {}, pageOf(row, row + height - 1, allRows, rows)),
      button("next", turn.nextRows, row + height < allRows ? { row: row + height, column } : null),
      button("last", turn.lastRows, row + height < allRows ? { row: lastRow, column } : null),
      ...(allColumns > width || column > 0
        ? [
            button(
              "previous",
              turn.previousColumns,
              column > 0 ? { row, column: Math.max(0, column - this.#size()[1]) } : null,
            ),
            element(this.#document, "span", "", {}, pageOf(column, column + width - 1, allColumns, columns)),
            button("next", turn.nextColumns, nextColumn),
          ]
        : []),
      shading,
    );
    if (asHeld) {
      const again = [...this.#pager.querySelectorAll<HTMLElement>("[aria-label]")];
      again.find((item) => item.getAttribute("aria-label") === asHeld)?.focus();
    }
  }

  #button(name: IconName, label: string, run: (() => void) | null): HTMLButtonElement {
    const made = element(
      this.#document,
      "button",
      "gradbook-icon-button",
      { "type": "button", "title": label, "aria-label": label, ...(run ? {} : { "aria-disabled": "true" }) },
      icon(this.#document, name),
    );
    if (run) made.addEventListener("click", run);
    return made;
  }

  /** Shows the page with the place in it, which becomes the cursor. */
  #goTo(place: GridPlace, focus = true): void {
    const part = this.#part;
    if (!part) return;
    const [rowAxis, columnAxis] = part.axes;
    const [row, column] = this.#start(part);
    const [height, width] = this.#size();
    const target = {
      row: Math.max(0, Math.min(part.extent[0] - 1, place.row)),
      column: Math.max(0, Math.min(part.extent[1] - 1, place.column)),
    };
    this.#cursor = target;
    this.#focusAfter = focus;
    const isShown =
      target.row >= row &&
      target.row < row + part.values.length &&
      target.column >= column &&
      target.column < column + (part.values[0]?.length ?? 0);
    if (isShown && focus) {
      this.#focusCursor();
      this.#focusAfter = false;
      return;
    }
    const first = (at: number, size: number): number => at - (at % size);
    this.ask({
      at: part.at.map((at, axis) =>
        axis === rowAxis
          ? focus
            ? first(target.row, height)
            : target.row
          : axis === columnAxis
            ? focus
              ? first(target.column, width)
              : target.column
            : at,
      ),
    });
  }

  #key(event: KeyboardEvent): void {
    if (!this.#part) return;
    const place = gridPlace(event, this.#cursor, this.#part.extent, this.#part.values.length);
    if (!place) return;
    event.preventDefault();
    this.#goTo(place);
  }

  #setCursor(place: GridPlace): void {
    for (const old of this.#grid.querySelectorAll<HTMLElement>('td[tabindex="0"]')) old.tabIndex = -1;
    this.#cursor = place;
    const cell = this.#cellAt(place);
    if (cell) cell.tabIndex = 0;
  }

  #focusCursor(): void {
    this.#cellAt(this.#cursor)?.focus();
  }

  #cellAt({ row, column }: GridPlace): HTMLElement | null {
    return this.#grid.querySelector<HTMLElement>(`td[data-row="${row}"][data-column="${column}"]`);
  }
}
