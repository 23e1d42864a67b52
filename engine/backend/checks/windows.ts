/** Kernels that move a window over images: shifted, gathered, tap by tap, by products alone, and two by two. */
import type { Window } from "../backend.ts";
import type { DType } from "../../core/ndarray.ts";
import { type Check, suffixes } from "./samples.ts";

interface Shapes {
  x: number[];
  w: number[];
  out: number[];
  window: Window;
  /** The largest numbers; 3 when it is left out. */
  most?: number;
}

const plain: Pick<Window, "padding" | "dilation"> = { padding: [0, 0], dilation: [1, 1] };

/** The first two reach every tile of shifted ones. */
const convolutions: readonly Shapes[] = [
  {
    x: [2, 8, 7, 9],
    w: [10, 8, 3, 3],
    out: [2, 10, 7, 9],
    window: { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] },
  },
  // Of many channels, by Winograd's sums: with tiles over the edges, and rows of tiles in several blocks.
  {
    x: [1, 16, 3, 9],
    w: [16, 16, 3, 3],
    out: [1, 16, 3, 9],
    window: { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] },
    // Sums of many numbers lose digits that single ones have.
    most: 1,
  },
  {
    x: [1, 10, 5, 6],
    w: [22, 10, 2, 2],
    out: [1, 22, 4, 5],
    window: { kernel: [2, 2], stride: [1, 1], ...plain },
  },
  {
    x: [2, 4, 9, 11],
    w: [6, 2, 3, 2],
    out: [2, 6, 5, 11],
    window: { kernel: [3, 2], stride: [2, 1], padding: [1, 1], dilation: [1, 2] },
  },
  {
    x: [2, 3, 7, 9],
    w: [3, 1, 3, 3],
    out: [2, 3, 7, 9],
    window: { kernel: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] },
  },
  {
    x: [2, 5, 4, 5],
    w: [7, 5, 1, 1],
    out: [2, 7, 4, 5],
    window: { kernel: [1, 1], stride: [1, 1], ...plain },
  },
];

const pools: readonly [out: number[], window: Window][] = [
  [[1, 3, 4, 5], { kernel: [2, 2], stride: [2, 2], ...plain }],
  [[1, 3, 9, 5], { kernel: [1, 2], stride: [1, 2], ...plain }],
  [[1, 3, 5, 6], { kernel: [3, 3], stride: [2, 2], padding: [1, 1], dilation: [1, 1] }],
];

function convolutionChecks({ x, w, out, window, most }: Shapes, dtype: DType): Check[] {
  const named = (kernel: string): string[] => [kernel + suffixes[dtype]];
  return [
    [
      "convolve",
      ({ backend, floats }) => {
        const made = floats(out, 1, dtype, most);
        backend.convolve(
          floats(x, 2, dtype, most),
          floats(w, 3, dtype, most),
          floats([w[0]], 4, dtype),
          made,
          window,
        );
        return [made];
      },
      named("convolve"),
    ],
    [
      "convolveInput",
      ({ backend, floats }) => {
        const made = floats(x, 1, dtype, most);
        backend.convolveInput(floats(out, 2, dtype, most), floats(w, 3, dtype, most), made, window);
        return [made];
      },
      named("convolveInput"),
    ],
    [
      "convolveWeight",
      ({ backend, floats }) => {
        const made = floats(w, 1, dtype, most);
        backend.convolveWeight(floats(x, 2, dtype, most), floats(out, 3, dtype, most), made, window);
        return [made];
      },
      named("convolveWeight"),
    ],
    [
      "unfold",
      ({ backend, floats }) => {
        const made = floats([...x.slice(0, 2), ...window.kernel, ...out.slice(2)], 1, dtype);
        backend.unfold(floats(x, 2, dtype), made, window);
        return [made];
      },
      named("unfold"),
    ],
    [
      "fold",
      ({ backend, floats }) => {
        const made = floats(x, 1, dtype);
        backend.fold(floats([...x.slice(0, 2), ...window.kernel, ...out.slice(2)], 2, dtype), made, window);
        return [made];
      },
      named("fold"),
    ],
  ];
}

function poolChecks([out, window]: (typeof pools)[number], dtype: DType): Check[] {
  const named = (kernel: string): string[] => [kernel + suffixes[dtype]];
  const image = [1, 3, 9, 11];
  return [
    [
      "maxPool",
      ({ backend, floats, of }) => {
        const [made, positions] = [floats(out, 1, dtype), of("int32", out)];
        backend.maxPool(floats(image, 2, dtype), made, positions, window);
        return [made, positions];
      },
      named("maxPool"),
    ],
    ...[true, false].flatMap((padded): Check[] => [
      [
        "avgPool",
        ({ backend, floats }) => {
          const made = floats(out, 1, dtype);
          backend.avgPool(floats(image, 2, dtype), made, window, padded, 0);
          return [made];
        },
        named("avgPool"),
      ],
      [
        "avgPoolBackward",
        ({ backend, floats }) => {
          const made = floats(image, 1, dtype);
          backend.avgPoolBackward(floats(out, 2, dtype), made, window, padded, 0);
          return [made];
        },
        named("avgPoolGrad"),
      ],
    ]),
  ];
}

const dtypes: readonly DType[] = ["float32", "float64"];

export const windowChecks = (): Check[] =>
  dtypes.flatMap((dtype) => [
    ...convolutions.flatMap((one) => convolutionChecks(one, dtype)),
    ...pools.flatMap((one) => poolChecks(one, dtype)),
  ]);
