/**
 * HTML that anyone may have written, in a frame that shares nothing with the page. Two kinds of frame: by
 * default no script runs in it at all, and the page measures it; where the cell asked for scripts, they run
 * under an origin of their own, and tell the frame's height by message.
 */

import { isDark } from "../themeKind.ts";

/** Pixels; what is higher scrolls. */
const highest = 1200;

/** How scripts in a frame tell its height. */
interface HeightMessage {
  gradbookHeight: number;
}

export interface SandboxedHtml {
  frame: HTMLIFrameElement;
  show(html: string): void;
  /** Takes on the editor's colours of now. */
  restyle(): void;
  dispose(): void;
}

/** @param title for a screen reader */
export function sandboxedHtml(document: Document, scripts: boolean, title: string): SandboxedHtml {
  const frame = document.createElement("iframe");
  // Never both: a script under our own origin could take the sandbox off.
  frame.setAttribute("sandbox", scripts ? "allow-scripts" : "allow-same-origin");
  frame.setAttribute("referrerpolicy", "no-referrer");
  frame.setAttribute("scrolling", "auto");
  frame.title = title;
  frame.className = "gradbook-html";
  let shown = "";
  const setHeight = (height: number): void => {
    frame.style.height = `${Math.min(highest, Math.max(16, Math.ceil(height)))}px`;
  };
  const observer = scripts ? null : watchStill(frame, setHeight);
  const show = (html: string): void => {
    shown = html;
    frame.srcdoc = pageOf(document, html, scripts);
  };
  const stop = scripts
    ? listenToFrames(document, (source, data) => {
        const height = (data as Partial<HeightMessage> | null)?.gradbookHeight;
        if (source === frame.contentWindow && typeof height === "number") setHeight(height);
      })
    : () => undefined;
  return {
    frame,
    show,
    restyle: () => show(shown),
    dispose: () => {
      observer?.disconnect();
      stop();
      frame.remove();
    },
  };
}

/** A frame without scripts: we see its document, and measure it. */
function watchStill(frame: HTMLIFrameElement, setHeight: (height: number) => void): { disconnect(): void } {
  const Observer = frame.ownerDocument.defaultView?.ResizeObserver;
  let observer: ResizeObserver | undefined;
  frame.addEventListener("load", () => {
    const inner = frame.contentDocument;
    if (!inner?.body) return;
    observer?.disconnect();
    const measure = (): void => setHeight(inner.documentElement.offsetHeight);
    observer = Observer && new Observer(measure);
    observer?.observe(inner.documentElement);
    measure();
    inner.addEventListener("click", (event) => followLink(event, frame.ownerDocument));
  });
  return { disconnect: () => observer?.disconnect() };
}

/** Lets VS Code open a link that was clicked in a frame, as it does for links in the page: it asks first. */
function followLink(event: Event, page: Document): void {
  const link = (event.target as Element | null)?.closest("a[href]");
  if (!link) return;
  const href = link.getAttribute("href") ?? "";
  if (href.startsWith("#")) return;
  event.preventDefault();
  if (!/^(?:https?|mailto):/i.test(href)) return;
  const outer = page.createElement("a");
  outer.href = href;
  page.body.append(outer);
  outer.click();
  outer.remove();
}

type FrameListener = (source: MessageEventSource | null, data: unknown) => void;
const listeners = new WeakMap<Window, Set<FrameListener>>();

/**
 * Hears messages from sandboxed frames, and keeps them from everyone else in the page: VS Code takes what is
 * posted to its page for its own orders, whoever posts it. A capturing listener on the target is called before
 * those that do not capture, whenever they were added.
 */
export function listenToFrames(document: Document, listener: FrameListener): () => void {
  const window = document.defaultView;
  if (!window) return () => undefined;
  let known = listeners.get(window);
  if (!known) {
    const all = (known = new Set());
    listeners.set(window, all);
    window.addEventListener(
      "message",
      (event) => {
        // Documents under an origin of their own are sandboxed, and so are frames inside them.
        if (event.origin !== "null") return;
        event.stopImmediatePropagation();
        for (const each of all) each(event.source, event.data);
      },
      { capture: true },
    );
  }
  known.add(listener);
  return () => known.delete(listener);
}

const tellHeight = `(()=>{const tell=()=>parent.postMessage({gradbookHeight:document.documentElement.offsetHeight},"*");new ResizeObserver(tell).observe(document.documentElement);addEventListener("load",tell)})()`;

/** The variables of VS Code's that make a table or a paragraph look at home. */
const variables = [
  "--vscode-editor-foreground",
  "--vscode-editor-background",
  "--vscode-font-family",
  "--vscode-font-size",
  "--vscode-editor-font-family",
  "--vscode-textLink-foreground",
  "--vscode-editorWidget-border",
  "--vscode-textCodeBlock-background",
] as const;

const style = `
html { color-scheme: light dark; }
body { margin: 0; padding: 2px 4px; color: var(--vscode-editor-foreground, inherit); background: transparent; font: var(--vscode-font-size, 13px) var(--vscode-font-family, system-ui, sans-serif); overflow-wrap: anywhere; }
a { color: var(--vscode-textLink-foreground, LinkText); }
code, pre { font-family: var(--vscode-editor-font-family, monospace); }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--vscode-editorWidget-border, GrayText); padding: 3px 8px; text-align: left; }
img { max-width: 100%; }
`;

function pageOf(document: Document, html: string, scripts: boolean): string {
  const view = document.defaultView;
  const editor = view?.getComputedStyle(document.documentElement);
  const values = variables
    .map((name) => [name, editor?.getPropertyValue(name).trim() ?? ""] as const)
    .filter(([, value]) => value !== "" && !/[<>{}]/.test(value))
    .map(([name, value]) => `${name}: ${value};`)
    .join(" ");
  const head = `<meta charset="utf-8"><style>:root { ${values} color-scheme: ${isDark(document) ? "dark" : "light"}; }${style}</style>`;
  const script = scripts ? `<script>${tellHeight}</script>` : "";
  return `<!doctype html><html><head>${head}${script}</head><body>${html}</body></html>`;
}
