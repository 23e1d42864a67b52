/** What an editor in a live page completes: the engine's names, and words of the notebook. */
import {
  autocompletion,
  completeAnyWord,
  type Completion,
  type CompletionSource,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";

/** @param names as `relu` and `nn.Linear` */
export function completionOf(names: readonly string[]): Extension {
  const below = new Map<string, Completion[]>();
  for (const name of names) {
    const dot = name.lastIndexOf(".");
    const group = name.slice(0, Math.max(0, dot));
    const label = name.slice(dot + 1);
    const known = below.get(group) ?? [];
    below.set(group, known);
    known.push({ label, type: /^[A-Z]/.test(label) ? "class" : "function", detail: "gradbook" });
  }
  const engine: CompletionSource = (context) => {
    const dotted = context.matchBefore(/[\w$]+(?:\.[\w$]+)*\.[\w$]*/);
    if (dotted) {
      const at = dotted.text.lastIndexOf(".");
      const options = below.get(dotted.text.slice(0, at));
      return options ? { from: dotted.from + at + 1, options, validFor: /^[\w$]*$/ } : null;
    }
    const word = context.matchBefore(/[\w$]+/);
    const options = below.get("");
    if (!options || (!word && !context.explicit)) return null;
    return { from: word?.from ?? context.pos, options, validFor: /^[\w$]*$/ };
  };
  return autocompletion({ override: [engine, completeAnyWord], icons: false });
}
