/** Kernels that copy, choose and compare elements. */
import { Compare } from "../backend.ts";
import { type Check, N, transposed } from "./bench.ts";

/** Copies, fills, choices and comparisons, and rows taken and put by index. */
export function movingChecks(): Check[] {
  return [
    [
      "copy",
      ({ backend, floats }) => {
        const x = floats([9, 7], 2);
        const out = floats([7, 9]);
        backend.copy(transposed(x), out);
        return [out];
      },
    ],
    [
      "fill",
      ({ backend, floats }) => {
        const out = floats([N]);
        backend.fill(out, 1.5);
        return [out];
      },
    ],
    [
      "addScaled",
      ({ backend, floats }) => {
        const out = floats([N]);
        backend.addScaled(out, floats([N], 2), -0.5);
        return [out];
      },
    ],
    [
      "where",
      ({ backend, floats, bools }) => {
        const out = floats([N]);
        backend.where(bools(N), floats([N], 2), floats([N], 3), out);
        return [out];
      },
    ],
    [
      "compare",
      ({ backend, floats, bools }) => {
        const out = bools(N);
        backend.compare(Compare.lt, floats([N], 2), floats([N], 3), out);
        return [out];
      },
    ],
    [
      "compareScalar",
      ({ backend, floats, bools }) => {
        const out = bools(N);
        backend.compareScalar(Compare.ge, floats([N], 2), 0.5, out);
        return [out];
      },
    ],
    [
      "take",
      ({ backend, floats, ints }) => {
        const out = floats([4, 5]);
        backend.take(floats([6, 5], 2), ints([5, 0, 3, 3]), out, 5);
        return [out];
      },
    ],
    ...[true, false].map((accumulate): Check => [
      "put",
      ({ backend, floats, ints }) => {
        const out = floats([6, 5]);
        backend.put(out, ints([5, 0, 3, 3]), floats([4, 5], 2), 5, accumulate);
        return [out];
      },
    ]),
  ];
}
