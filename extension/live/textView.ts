/** A Markdown cell in the page: read, and edited in its place. */
import { element } from "../../renderer/page/element.ts";
import { makeEditor } from "./editor.ts";
import { button } from "./icons.ts";
import type { Texts } from "./texts.ts";

export interface TextActions {
  /** The cell's Markdown. */
  text(): string;
  edit(text: string): void;
  /** Markdown → HTML that is safe to put into the page. */
  html(text: string): Promise<string>;
}

/** @param root as the page was written */
export function editableText(root: HTMLElement, texts: Texts, actions: TextActions): void {
  const document = root.ownerDocument;
  const shown = element(document, "section", "text");
  shown.append(...root.childNodes);
  root.className = "live-text";
  const edit = button(document, "edit", () => begin());
  edit.set("edit", { label: texts.editText });
  edit.root.classList.add("live-edit");
  root.append(shown, edit.root);
  shown.addEventListener("dblclick", () => begin());

  function begin(): void {
    if (root.dataset["editing"] !== undefined) return;
    root.dataset["editing"] = "";
    const host = element(document, "div", "live-code");
    let text = actions.text();
    const editor = makeEditor(host, {
      text,
      label: texts.text,
      description: "",
      typescript: false,
      changed: (now) => (text = now),
    });
    const end = (): void => {
      actions.edit(text);
      void actions.html(text).then((html) => {
        shown.innerHTML = html;
        editor.destroy();
        host.remove();
        done.root.remove();
        delete root.dataset["editing"];
        edit.root.focus();
      });
    };
    const done = button(document, "done", end);
    done.set("done", { label: texts.done, shown: texts.done });
    done.root.classList.add("live-done");
    host.addEventListener(
      "keydown",
      (event) => {
        if (event.isComposing) return;
        const ends =
          event.key === "Escape" ||
          (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey));
        if (!ends) return;
        event.preventDefault();
        event.stopPropagation();
        end();
      },
      { capture: true },
    );
    root.append(host, done.root);
    editor.focus();
  }
}
