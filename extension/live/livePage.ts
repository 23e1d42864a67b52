/** The page: cells of the notebook that it was written with, and a kernel of its own behind them. */
import type { ControlPayload } from "../../engine/payload/control.ts";
import type { FromRenderer } from "../../engine/payload/messages.ts";
import { CONTROL_MIME } from "../../engine/payload/mime.ts";
import { ControlOutputs } from "../../renderer/page/controls/controlOutputs.ts";
import { element } from "../../renderer/page/element.ts";
import { unpackModule } from "../../renderer/page/packed.ts";
import { PageOutputs } from "../../renderer/page/pageOutputs.ts";
import type { BrowserKernel } from "../kernel/browser/browserKernel.ts";
import type { KernelFacts } from "../kernel/handle/reports.ts";
import { programPart, type LiveData } from "../report/live/liveData.ts";
import { Bar } from "./bar.ts";
import { CellView } from "./cellView.ts";
import type { OutputParts } from "./cellOutputs.ts";
import { Charts } from "./charts.ts";
import { completionOf } from "./completion.ts";
import { saveFile } from "./download.ts";
import { LiveNotebook, type Cell } from "./liveNotebook.ts";
import { pageKernel } from "./pageKernel.ts";
import { askForReset } from "./resetDialog.ts";
import { Scheme } from "./scheme.ts";
import { editableText } from "./textView.ts";
import type { Texts } from "./texts.ts";

type MarkdownModule = typeof import("./markdown.entry.ts");

/** Pixels below and above what is seen: editors are made a little before they come into view. */
const ahead = 1000;

export class LivePage {
  readonly #document: Document;
  readonly #data: LiveData;
  readonly #texts: Texts;
  readonly #main: HTMLElement;
  /** As the page was written. */
  readonly #written: string;
  readonly #bar: Bar;
  readonly #scheme: Scheme;
  readonly #page: PageOutputs;
  readonly #charts: Charts;
  readonly #kernel: BrowserKernel;
  readonly #completion;
  readonly #seen: IntersectionObserver;
  #notebook: LiveNotebook;
  #views = new Map<Cell, CellView>();
  #texted = new WeakMap<Element, CellView>();
  #facts: KernelFacts | null = null;
  #stopping = false;
  #unstick: (() => void) | null = null;
  #markdown: Promise<MarkdownModule> | null = null;
  #drawing = 0;

  constructor(document: Document, window: Window, main: HTMLElement, data: LiveData, texts: Texts) {
    this.#document = document;
    this.#data = data;
    this.#texts = texts;
    this.#main = main;
    this.#written = main.innerHTML;
    this.#bar = new Bar(document, texts, {
      runAll: () => void this.#notebook.runAll(),
      stop: () => this.#stop(),
      reset: () => void this.#reset(),
      download: () => this.#download(),
      toggleScheme: () => this.#scheme.toggle(),
    });
    this.#scheme = new Scheme(document, window, () => this.#draw());
    this.#page = new PageOutputs(
      document,
      window,
      (asked) => this.#answer(asked),
      (...parts) => new ControlOutputs(...parts),
    );
    this.#charts = new Charts((message) => this.#page.receive(message));
    this.#completion = completionOf(data.names);
    this.#seen = new IntersectionObserver((entries) => this.#comeIntoView(entries), {
      rootMargin: `${ahead}px`,
    });
    this.#kernel = pageKernel(
      {
        document,
        data,
        missing: texts.noFile,
        written: (name, bytes) => this.#offer(name, bytes),
      },
      {
        stateChanged: () => this.#draw(),
        ready: (facts) => {
          this.#facts = facts;
          this.#draw();
        },
        died: () => {
          this.#notebook.forget();
          this.#draw();
        },
        stuck: () => this.#offerEnd(),
      },
    );
    this.#notebook = this.#open();
    // Below the way back to the site, where there is one: the bar stays in view.
    main.before(this.#bar.root);
    window.addEventListener("beforeunload", (event) => {
      if (this.#notebook.edited) event.preventDefault();
    });
    main.addEventListener("click", (event) => this.#follow(event));
    // Where somebody turns to the cells, the kernel is soon needed, which takes a moment to unpack.
    const turn = (): void => this.#kernel.start();
    main.addEventListener("focusin", turn, { once: true });
    main.addEventListener("pointerdown", turn, { once: true });
  }

  /** Puts views over what the page was written with. */
  #open(): LiveNotebook {
    const notebook = new LiveNotebook(this.#data, this.#kernel, this.#texts, {
      changed: () => this.#draw(),
      begins: (cell, because) => {
        this.#stopping = false;
        this.#views.get(cell)?.outputs.begin(because !== null);
        this.#draw();
      },
      output: (cell, output) => this.#views.get(cell)?.outputs.accept(output),
      note: (cell, text) => this.#views.get(cell)?.outputs.note(text),
      moved: (message) => this.#page.receive(message),
      ended: (cell, error, { interrupted, ok }, { because, replaced }) => {
        const outputs = this.#views.get(cell)?.outputs;
        outputs?.finish(error, { died: error?.name === "KernelDied", replaced });
        this.#stopping = false;
        this.#unstick?.();
        this.#unstick = null;
        const number = this.#notebook.numberOf(cell);
        const { finished, failed, interrupted: stopped } = this.#texts;
        // Who drags a slider is not to hear of each step.
        if (because !== null && (ok || replaced)) return this.#draw();
        this.#bar.announce(
          ok ? finished(number, outputs?.words ?? "") : interrupted ? stopped(number) : failed(number),
        );
        this.#draw();
      },
    });
    this.#notebook = notebook;
    this.#views = new Map();
    notebook.cells.forEach((cell, i) => {
      const root = this.#main.querySelector<HTMLElement>(`:scope > [data-cell="${i}"]`);
      if (!root) return;
      if (cell.source.kind === "markdown")
        editableText(root, this.#texts, {
          text: () => cell.text,
          edit: (text) => this.#notebook.edit(cell, text),
          html: (text) => this.#html(text),
        });
      else if (cell.source.language === undefined) {
        for (const payload of controlsIn(root)) notebook.foundControl(cell, payload);
        this.#view(cell, root);
      }
    });
    this.#page.awaken(this.#main);
    this.#draw();
    return notebook;
  }

  #view(cell: Cell, root: HTMLElement): CellView {
    const parts: OutputParts = {
      document: this.#document,
      page: this.#page,
      charts: this.#charts,
      markdown: (text) => this.#html(text),
      cutOff: this.#texts.cutOff,
    };
    const run = (): void => void this.#notebook.run([cell]);
    const add = (): void => {
      const added = this.#notebook.insert(cell);
      const place = element(this.#document, "section", "cell");
      root.after(place);
      const view = this.#view(added, place);
      this.#draw();
      view.focus();
    };
    const actions = {
      run,
      add,
      stop: () => this.#stop(),
      runAndGoOn: () => {
        run();
        const { code } = this.#notebook;
        const next = code[code.indexOf(cell) + 1];
        if (next) this.#views.get(next)?.focus();
        else add();
      },
      runAndAdd: () => {
        run();
        add();
      },
      remove: () => {
        const { code } = this.#notebook;
        const at = code.indexOf(cell);
        const next = code[at + 1] ?? code[at - 1];
        this.#notebook.remove(cell);
        this.#views.get(cell)?.outputs.clear();
        this.#views.delete(cell);
        this.#seen.unobserve(root);
        root.remove();
        if (next) this.#views.get(next)?.focus();
        this.#draw();
      },
      edit: (text: string) => this.#notebook.edit(cell, text),
    };
    const view = new CellView(root, cell, actions, this.#completion, this.#texts, parts);
    this.#views.set(cell, view);
    this.#texted.set(root, view);
    this.#seen.observe(root);
    return view;
  }

  #comeIntoView(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#seen.unobserve(target);
      this.#texted.get(target)?.open();
    }
  }

  /** Shows everything as it is now, once a frame. */
  #draw(): void {
    if (this.#drawing !== 0) return;
    this.#drawing = requestAnimationFrame(() => {
      this.#drawing = 0;
      const stale = this.#notebook.stale();
      this.#notebook.code.forEach((cell, i) => {
        const because = this.#notebook.ranByItself(cell);
        this.#views.get(cell)?.show(i + 1, stale.get(cell.id), because);
      });
      this.#bar.show({ ...this.#status(), dark: this.#scheme.dark });
    });
  }

  #status(): { status: string; hint: string; busy: boolean } {
    const texts = this.#texts;
    const { running } = this.#notebook;
    const facts = this.#facts;
    const hint = facts ? texts.readyHint(facts.node, facts.backend, facts.threads) : "";
    const { state } = this.#kernel;
    if (state === "starting") return { status: texts.starting, hint, busy: running !== null };
    if (running) {
      const number = this.#notebook.numberOf(running);
      return { status: (this.#stopping ? texts.stopping : texts.running)(number), hint, busy: true };
    }
    if (state === "off" || !facts) return { status: texts.off, hint: "", busy: false };
    return { status: texts.ready(facts.backend), hint, busy: false };
  }

  #answer(asked: FromRenderer): void {
    if (asked.type === "control") this.#notebook.moveControl(asked);
    else this.#charts.answer(asked);
  }

  /** A place in an error leads to its cell. */
  #follow(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest(".gradbook-error a[href]") : null;
    if (!link) return;
    event.preventDefault();
    const place = /^vscode-notebook-cell:\?execution_count=(\d+)&line=(\d+)$/.exec(
      link.getAttribute("href") ?? "",
    );
    if (!place) return;
    const cell = this.#notebook.code.find(({ execution }) => execution === Number(place[1]));
    if (cell) this.#views.get(cell)?.focus(Number(place[2]));
  }

  #stop(): void {
    this.#stopping = this.#notebook.running !== null;
    this.#notebook.stop();
  }

  async #reset(): Promise<void> {
    const what = await askForReset(this.#document, this.#texts);
    if (what === null) return;
    await this.#notebook.restart();
    if (what === "all") {
      for (const { outputs } of this.#views.values()) outputs.clear();
      this.#seen.disconnect();
      this.#main.innerHTML = this.#written;
      this.#open();
    }
    this.#bar.announce(this.#texts.restarted);
    this.#draw();
  }

  /** A cell that no guard stops. */
  #offerEnd(): void {
    this.#unstick?.();
    const end = element(this.#document, "button", "", { type: "button" }, this.#texts.endKernel);
    const remove = this.#bar.notice(this.#texts.stuck, end);
    this.#unstick = remove;
    end.addEventListener("click", () => {
      remove();
      this.#notebook.forget();
      void this.#kernel.stop();
    });
  }

  /** A file that a cell wrote is in the page only: the reader may want it. */
  #offer(name: string, bytes: Uint8Array): void {
    const document = this.#document;
    const take = element(document, "button", "", { type: "button" }, this.#texts.download);
    const remove = this.#bar.notice(this.#texts.wrote(name), take);
    take.addEventListener("click", () => {
      remove();
      saveFile(document, name.split("/").at(-1) ?? name, bytes, "application/octet-stream");
    });
  }

  #download(): void {
    const name = this.#data.name.replace(/\.ipynb$/i, "").replace(/(?:\.grad)?(?:\.md)?$/i, ".grad.md");
    saveFile(this.#document, name, this.#notebook.markdown(), "text/markdown");
  }

  async #html(text: string): Promise<string> {
    this.#markdown ??= unpackModule<MarkdownModule>(this.#document, programPart("liveMarkdown.js"));
    const { markdownHtml } = await this.#markdown;
    return markdownHtml(text, (source) => this.#data.pictures[source] ?? null);
  }
}

/** The controls that a cell was written with. */
function controlsIn(cell: ParentNode): ControlPayload[] {
  const written = cell.querySelectorAll(`figure[data-mime="${CONTROL_MIME}"] > script`);
  return [...written].map(({ textContent }) => JSON.parse(textContent) as ControlPayload);
}
