/** Kernels that copy elements. */
import { bytesPerElement, viewOf } from "../../core/ndarray.ts";
import { Ramp } from "../backend.ts";
import { type Check, dtypes, N, suffixes, transposed } from "./samples.ts";

/** Copies of all dtypes: turned, between strides, stretched; casts; indices. */
function anyDTypeChecks(): Check[] {
  return dtypes.flatMap((dtype): Check[] => {
    const [suffix, copies] = [suffixes[dtype], [`copy${bytesPerElement[dtype]}`]];
    return [
      [
        "copy",
        ({ backend, of }) => {
          const turned = of(dtype, [21, 19]);
          backend.copy(transposed(of(dtype, [19, 21])), turned);
          const spread = of(dtype, [5, 38]);
          const columns = viewOf(spread, [5, 19], [38, 2], 1);
          backend.copy(of(dtype, [1, 19]), columns);
          const narrow = of(dtype, [30, 3]);
          backend.copy(viewOf(of(dtype, [30, 4]), [30, 3], [4, 1], 1), narrow);
          const stretched = of(dtype, [4, N]);
          backend.copy(of(dtype, [4, 1]), stretched);
          return [turned, spread, narrow, stretched];
        },
        copies,
      ],
      ...dtypes.map((to): Check => [
        "copy",
        ({ backend, of }) => {
          const out = of(to, [N]);
          backend.copy(of(dtype, [N]), out);
          return [out];
        },
        [`cast${suffix}${suffixes[to]}`],
      ]),
      [
        "fill",
        ({ backend, of }) => {
          const out = of(dtype, [5, N]);
          backend.fill(viewOf(out, [5, N - 1], [N, 1], 1), 1);
          return [out];
        },
        copies,
      ],
      [
        "take",
        ({ backend, of, ints }) => {
          const [rows, elements] = [of(dtype, [2, 3, 19]), of(dtype, [4])];
          backend.take(of(dtype, [2, 6, 19]), ints([5, 0, 3]), rows, 19, 2);
          backend.take(of(dtype, [6]), ints([5, 0, 3, 3]), elements, 1, 1);
          return [rows, elements];
        },
        ["takeRows"],
      ],
      ...[true, false].map((accumulate): Check => [
        "put",
        ({ backend, of, ints }) => {
          const [rows, elements] = [of(dtype, [2, 6, 19]), of(dtype, [6])];
          // A sum of bool values is no bool.
          const add = accumulate && dtype !== "bool";
          backend.put(rows, ints([5, 0, 3]), of(dtype, [2, 3, 19]), 19, 2, add);
          backend.put(elements, ints([5, 0, 3, 3]), of(dtype, [4]), 1, 1, add);
          return [rows, elements];
        },
        [accumulate ? `addRows${suffix}` : "putRows"],
      ]),
      // A sum of bool values is no bool.
      ...(dtype === "bool" ? [] : [dtype]).map((dtype): Check => [
        "addTaken",
        ({ backend, of, ints }) => {
          // Rows of some whole vectors, and of less than one; a bag of many, one of one, one that comes again.
          const [wide, narrow] = [of(dtype, [3, 83]), of(dtype, [3, 3])];
          const [bags, positions] = [ints([0, 0, 0, 2, 1, 1, 0]), ints([5, 0, 5, 3, 1, 4, 2])];
          backend.addTaken(wide, bags, of(dtype, [6, 83]), positions);
          backend.addTaken(narrow, bags, of(dtype, [6, 3]), positions);
          return [wide, narrow];
        },
        [`addTaken${suffix}`],
      ]),
      ...[true, false].map((descending): Check => [
        "order",
        ({ backend, of, ints }) => {
          const zeros = (n: number): number[] => new Array<number>(n).fill(0);
          const [few, many, some] = [ints(zeros(40)), ints(zeros(200)), ints(zeros(6))];
          backend.order(of(dtype, [2, 5, 4]), few, 2, 5, 4, descending);
          backend.order(of(dtype, [2, 100]), many, 2, 100, 1, descending);
          backend.order(of(dtype, [2, 100]), some, 2, 100, 1, descending);
          return [few, many, some];
        },
        [`order${suffix}`],
      ]),
      ...(dtype === "bool" ? [] : [Ramp.whole, Ramp.steps, Ramp.between]).map((op): Check => [
        "ramp",
        ({ backend, of }) => {
          const out = of(dtype, [N]);
          backend.ramp(op, out, -3, op === Ramp.whole ? 2 : 0.1, 7);
          return [out];
        },
        [`ramp${suffix}`],
      ]),
      [
        "find",
        ({ backend, of, ints }) => {
          const x = of(dtype, [N]);
          const out = ints(new Array<number>(backend.count(x)).fill(0));
          backend.find(x, out);
          return [out];
        },
        [`find${suffix}`, `count${suffix}`],
      ],
    ];
  });
}

function indexChecks(): Check[] {
  const indices = Array.from({ length: 2 * 3 * 5 }, (_, i) => ((i * 5) % 13) - 6);
  return [
    ...[1, 5].map((inner): Check => [
      "locate",
      ({ backend, ints }) => {
        const index = ints(indices);
        const out = ints(indices);
        const wrong = backend.locate(index, out, 2, 15 / inner, inner, 7);
        return [out, ints([wrong, backend.locate(index, ints(indices), 2, 15 / inner, inner, 6)])];
      },
    ]),
    [
      "outside",
      ({ backend, ints }) => {
        const x = ints(indices.map((index) => index + 6));
        return [ints([backend.outside(x, 13), backend.outside(x, 12)])];
      },
    ],
  ];
}

/** Copies, fills, and what goes by index. */
export function movingChecks(): Check[] {
  return [
    ...anyDTypeChecks(),
    ...indexChecks(),
    [
      "fill",
      ({ backend, floats }) => {
        const out = floats([N]);
        backend.fill(out, 1.5);
        return [out];
      },
    ],
  ];
}
