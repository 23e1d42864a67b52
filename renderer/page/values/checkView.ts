/** What an exercise's check found: part by part, what is right, and what to think of where something is not. */
import type { CheckPayload } from "../../../engine/payload/check.ts";
import { element } from "../element.ts";
import type { RichStrings } from "./richStrings.ts";

export function checkView(
  document: Document,
  { points, of, parts }: CheckPayload,
  strings: RichStrings,
): HTMLElement {
  const right = parts.filter(({ ok }) => ok).length;
  const all = right === parts.length;
  const head = element(
    document,
    "div",
    "gradbook-check-head",
    {},
    all ? `✓ ${strings.allRight}` : strings.partsRight(right, parts.length),
    element(document, "span", "", {}, strings.points(points, of)),
  );
  const rows = parts.map(({ name, ok, message }) => {
    const spoken = element(
      document,
      "span",
      "gradbook-hidden",
      {},
      ok ? strings.partRight : strings.partWrong,
    );
    const mark = element(
      document,
      "span",
      `gradbook-check-mark ${ok ? "gradbook-check-good" : "gradbook-check-bad"}`,
      { "aria-hidden": "true" },
      ok ? "✓" : "✗",
    );
    const why = message === "" ? [] : [element(document, "span", "gradbook-check-why", {}, message)];
    return element(document, "li", "", {}, mark, element(document, "span", "", {}, spoken, name), ...why);
  });
  return element(
    document,
    "div",
    `gradbook-check ${all ? "gradbook-check-passed" : "gradbook-check-failed"}`,
    { role: "status" },
    head,
    element(document, "ul", "", {}, ...rows),
  );
}
