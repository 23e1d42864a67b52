import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { arange, type DType, fromArray, ones, tensor } from "../../../engine/index.ts";

interface Entry {
  dtype: DType;
  shape: number[];
  values: (number | boolean | string)[];
  text: string;
}
const golden = JSON.parse(readFileSync("test/golden/printing.json", "utf8")) as Entry[];
const python: Record<string, number> = { "nan": NaN, "inf": Infinity, "-inf": -Infinity };

describe("printing a tensor", () => {
  for (const { dtype, shape, values, text } of golden) {
    const abridged = text.length > 60 ? `${text.slice(0, 57)}…` : text;
    it(`writes ${abridged.replaceAll("\n", " ")} as PyTorch does`, () => {
      const numbers = values.map((v) => (typeof v === "string" ? python[v] : Number(v)));
      const printed = fromArray(numbers, shape, { dtype }).toString();
      assert.equal(printed, text);
    });
  }

  it("says whether and how the tensor takes part in a graph", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    assert.equal(x.toString(), "tensor([1., 2.], requires_grad=True)");
    assert.equal(x.mul(2).toString(), "tensor([2., 4.], grad_fn=<MulBackward0>)");
    assert.equal(x.sum().toString(), "tensor(3., grad_fn=<SumBackward0>)");
  });

  it("breaks the line before a note that does not fit", () => {
    const x = arange(18, { requiresGrad: true }).add(1000.5);
    assert.match(x.toString(), /,\n {7}grad_fn=<AddBackward0>\)$/);
  });

  it("is what Node shows for a tensor and its shape", () => {
    assert.equal(inspect(ones(2, 3).shape), "torch.Size([2, 3])");
    assert.equal(inspect(ones(2)), "tensor([1., 1.])");
  });
});
