/** An error on the page: it wraps, the remedy stands on a line of its own, callers are folded away. */
import type { ErrorPayload } from "../../../engine/payload/text.ts";
import { errorParts, type Quote, type StackLine } from "../../views/text/errorParts.ts";
import { element } from "../element.ts";
import type { RichStrings } from "./richStrings.ts";

/** Of a message, characters and lines that are shown at first: one with a tensor in it may be very long. */
const mostCharacters = 1200;
const mostLines = 12;

export function errorView(document: Document, payload: ErrorPayload, strings: RichStrings): HTMLElement {
  const { name, fault, remedy, place, quote, rest } = errorParts(payload);
  const head = abridged(fault);
  const title = element(
    document,
    "p",
    "gradbook-error-title",
    {},
    element(document, "strong", "", {}, name),
    ...(fault === "" ? [] : [": ", head]),
  );
  const root = element(document, "div", "gradbook-error", { role: "alert" }, title);
  if (head !== fault) root.append(folded(document, strings.showMore, false, fault));
  if (remedy !== "") root.append(element(document, "p", "gradbook-error-remedy", {}, abridged(remedy)));
  if (place) root.append(element(document, "p", "gradbook-error-place", {}, ...lineNodes(document, place)));
  if (quote) root.append(quoteView(document, quote));
  if (rest.length > 0) {
    const nodes = rest.flatMap((line, i) => [...(i > 0 ? ["\n"] : []), ...lineNodes(document, line)]);
    // What caused it is part of what was wrong; who called is not.
    const open = rest.some(({ link }) => link === null);
    root.append(folded(document, strings.calledFrom, open, ...nodes));
  }
  return root;
}

/** The beginning of a long text. */
function abridged(text: string): string {
  const lines = text.split("\n");
  if (text.length <= mostCharacters && lines.length <= mostLines) return text;
  return `${lines.slice(0, mostLines).join("\n").slice(0, mostCharacters)} …`;
}

function folded(
  document: Document,
  caption: string,
  open: boolean,
  ...content: (Node | string)[]
): HTMLElement {
  const summary = element(document, "summary", "", {}, caption);
  const text = element(document, "pre", "", {}, ...content);
  return element(document, "details", "", open ? { open: "" } : {}, summary, text);
}

function quoteView(document: Document, { line, before, at, after }: Quote): HTMLElement {
  return element(
    document,
    "pre",
    "gradbook-error-quote",
    {},
    element(document, "span", "gradbook-error-line", {}, line),
    before,
    element(document, "span", "gradbook-error-at", {}, at),
    after,
  );
}

function lineNodes(document: Document, { before, link, after }: StackLine): (Node | string)[] {
  if (!link) return [before];
  return [before, element(document, "a", "", { href: link.href }, link.text), after];
}
