/** Models as they print → a few words that tell them apart, such as `64-32-10 · ReLU · dropout 0.2`. */

interface Line {
  kind: string;
  /** As written in brackets. */
  options: string;
  /** How many others it stands in. */
  depth: number;
  /** Whether others stand in it. */
  holds: boolean;
}

/** Layers that change no number that is learned, nor how one is seen. */
const silent = new Set(["Flatten", "Unflatten", "Identity"]);
const containers = new Set(["Sequential", "ModuleList", "ModuleDict"]);
/** What others of ours are made of, and say more than their parts. */
const whole = /^(?:Transformer\w+|MultiheadAttention)$/;
const activation =
  /^(?:ReLU6?|LeakyReLU|PReLU|RReLU|ELU|CELU|SELU|GELU|SiLU|Mish|Sigmoid|Hardsigmoid|LogSigmoid|Tanh|Hardtanh|Tanhshrink|Hardswish|Hardshrink|Softshrink|Softplus|Softsign|Threshold|GLU|Softmax|LogSoftmax|Softmin)$/;

/** One for each of `models`, as they print: the same only for the same text. */
export function modelsInShort(models: readonly string[]): ReadonlyMap<string, string> {
  const texts = [...new Set(models)];
  const short = new Map(texts.map((text) => [text, modelInShort(text)]));
  const alike = new Map<string, string[]>();
  for (const [text, words] of short) alike.set(words, [...(alike.get(words) ?? []), text]);
  for (const [words, group] of alike) {
    if (group.length < 2) continue;
    group.forEach((text, i) => short.set(text, `${words} · ${ownOptions(text, group) ?? `#${i + 1}`}`));
  }
  return short;
}

/**
 * Blocks of a person's own, sizes of fully connected layers in a row, other layers by name and size, then what is
 * applied between them.
 */
export function modelInShort(text: string): string {
  const lines = linesOf(text);
  const [root] = lines;
  if (!root) return text.replace(/\s+/g, " ");
  const layers: { head: string; sizes: string[]; tail: string; count: number }[] = [];
  const between = new Set<string>();
  for (const line of leaves(lines)) {
    const { kind, options } = line;
    if (silent.has(kind)) continue;
    const dropout = /^(?:Alpha|Feature)?Dropout\d?d?$/.test(kind)
      ? /p=([\d.e-]+)/.exec(options)?.[1]
      : undefined;
    if (dropout !== undefined) between.add(`dropout ${dropout}`);
    else if (activation.test(kind)) between.add(kind);
    else if (/Norm(?:\dd)?$/.test(kind)) between.add(kind);
    else if (/Pool\dd$/.test(kind)) between.add(kind.replace(/\dd$/, ""));
    else {
      const [head, from, to, tail] = sizesOf(line);
      const last = layers.at(-1);
      // A chain goes on where one layer takes what the last one gave.
      if (
        last &&
        to !== undefined &&
        last.head === head &&
        last.tail === tail &&
        last.sizes.at(-1) === from
      ) {
        last.sizes.push(to);
      } else if (last?.head === head && to === undefined && last.sizes.length === 0) last.count++;
      else
        layers.push({
          head,
          sizes: from !== undefined && to !== undefined ? [from, to] : [],
          tail,
          count: 1,
        });
    }
  }
  const words = layers.map(({ head, sizes, tail, count }) =>
    [head, chain(sizes), tail, count > 1 ? `× ${count}` : ""].filter((part) => part !== "").join(" "),
  );
  const [only = ""] = words;
  if (words.length === 1 && between.size === 0 && /^\d/.test(only)) words[0] = `Linear ${only}`;
  const isOwn = root.holds && !containers.has(root.kind) && !whole.test(root.kind);
  const all = [...(isOwn ? [root.kind] : []), ...blocks(lines), ...words, ...between];
  return all.length === 0 ? `${root.kind}(${root.options})` : all.join(" · ");
}

/** The sizes, a long row of the same shortly: `1-8-8-8-8-8` as `1-8(× 5)`. */
function chain(sizes: readonly string[]): string {
  const parts: string[] = [];
  for (let i = 0; i < sizes.length;) {
    let same = 1;
    while (sizes[i + same] === sizes[i]) same++;
    parts.push(same > 3 ? `${sizes[i]}(× ${same})` : Array.from({ length: same }, () => sizes[i]).join("-"));
    i += same;
  }
  return parts.join("-");
}

/** What the layer is called, its size before and after, what else tells it apart. */
function sizesOf({
  kind,
  options,
}: Line): [head: string, from: string | undefined, to: string | undefined, tail: string] {
  const named = /in_features=(\d+), out_features=(\d+)/.exec(options);
  if (named) return [kind === "Linear" ? "" : kind, named[1], named[2], ""];
  const [, from, to] = /^(\d+), (\d+)/.exec(options) ?? [];
  const kernel = /kernel_size=(?:\((\d+)(?:, (\d+))?,?\)|(\d+))/.exec(options);
  const side = kernel?.[1] ?? kernel?.[3];
  const size = side === undefined ? "" : kernel?.[2] === undefined ? side : `${side}×${kernel[2]}`;
  return [/^Conv\dd$/.test(kind) ? "conv" : kind, from, to, size];
}

/** Blocks of a person's own, and how many of each. */
function blocks(lines: readonly Line[]): string[] {
  const counts = new Map<string, number>();
  for (const { kind, depth, holds } of lines) {
    if (depth === 0 || !holds || containers.has(kind) || whole.test(kind)) continue;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => (count > 1 ? `${kind} × ${count}` : kind));
}

/** `(name): Kind(options)`, or with `(` at its end where others stand in it. */
function linesOf(text: string): Line[] {
  return text.split("\n").flatMap((line): Line[] => {
    const [, indent = "", kind, options] =
      /^(\s*)(?:\([^()]*\): )?([A-Za-z_$][\w$]*)\((.*?)\)?$/.exec(line) ?? [];
    if (kind === undefined || options === undefined) return [];
    return [{ kind, options, depth: indent.length, holds: line.trimEnd().endsWith("(") }];
  });
}

/** The layers that hold no others, and those of ours whose parts say less than they. */
function leaves(lines: readonly Line[]): Line[] {
  const found: Line[] = [];
  let inside = Infinity;
  for (const line of lines) {
    if (line.depth > inside) continue;
    inside = Infinity;
    if (whole.test(line.kind)) {
      inside = line.depth;
      found.push(line);
    } else if (!line.holds && !containers.has(line.kind)) found.push(line);
  }
  return found;
}

/** Options that of all these models only this one has. */
function ownOptions(text: string, group: readonly string[]): string | null {
  const optionsIn = (model: string): string[] =>
    linesOf(model).flatMap(({ options }) => options.split(/, (?=\w+=)/));
  const others = new Set(group.filter((one) => one !== text).flatMap(optionsIn));
  const own = [...new Set(optionsIn(text))].filter((option) => option.includes("=") && !others.has(option));
  return own.length === 0 ? null : own.slice(0, 2).join(", ");
}
