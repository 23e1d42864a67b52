/** Files that Python wrote for the engine, and what Python reads in the engine's; see goldenSafetensors.py. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parseSafetensors } from "../../../../engine/data/safetensors.ts";
import { data, nn, noGrad, tensor, type Tensor } from "../../../../engine/index.ts";
import { engineBytes, engineFile, engineTensors } from "../../../golden/engineSafetensors.ts";
import { assertClose } from "../golden.ts";
import { installNodeFiles } from "./nodeFiles.ts";

const folder = "test/golden/safetensors";
const bytesOf = (name: string): Uint8Array => readFileSync(`${folder}/${name}.safetensors`);

type PythonNumber = number | "nan" | "inf" | "-inf";
interface PythonTensor {
  dtype?: string;
  shape: number[];
  values: PythonNumber[];
}
const python = (name: string): unknown => JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
const names: Record<string, number> = { "nan": NaN, "inf": Infinity, "-inf": -Infinity };
const numbers = (values: readonly PythonNumber[]): number[] =>
  values.map((value) => (typeof value === "number" ? value : names[value]));

const expected = python("expected") as { kinds: Record<string, PythonTensor>; x: number[]; y: number[] };

describe("safetensors from Python", () => {
  before(installNodeFiles);

  for (const name of ["kinds", "unaligned"]) {
    it(`are read with every dtype of the format, and with the header ${name === "kinds" ? "padded" : "of any length"}`, () => {
      const bytes = bytesOf(name);
      const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
      assert.equal(headerLength % 8 === 0, name === "kinds");
      const read = parseSafetensors(bytes);
      assert.deepEqual(new Set(read.keys()), new Set(Object.keys(expected.kinds)));
      for (const [key, { shape, values }] of Object.entries(expected.kinds)) {
        const array = read.get(key);
        assert.deepEqual(array?.shape, shape, key);
        assert.deepEqual([...array.values], numbers(values), key);
      }
      const dtypes = ["f64", "f32", "f16", "bf16", "i64", "u8", "bool"].map((key) => read.get(key)?.dtype);
      assert.deepEqual(dtypes, ["float64", "float32", "float32", "float32", "int32", "int32", "bool"]);
    });
  }

  it("give a network PyTorch's answers", async () => {
    const net = new nn.Sequential(
      new nn.Linear(4, 8),
      new nn.BatchNorm1d(8),
      new nn.ReLU(),
      new nn.Linear(8, 2),
    );
    net.loadStateDict(await data.loadSafetensors(`${folder}/perceptron.safetensors`));
    net.eval();
    const y = noGrad(() => net(tensor(expected.x).reshape(3, 4)));
    assertClose(y.toTypedArray(), expected.y, { rtol: 1e-6, atol: 1e-6 });
  });
});

describe("safetensors for Python", () => {
  const asRead = python("engineAsRead") as {
    tensors: Record<string, PythonTensor>;
    metadata: Record<string, string>;
    answer: number[];
  };

  it("are written as in the file that Python has read", () => {
    assert.deepEqual(Buffer.from(engineBytes()), readFileSync(engineFile));
  });

  it("are read by Python with every name, dtype, shape and number, and the notes", () => {
    const tensors = engineTensors();
    assert.deepEqual(new Set(Object.keys(asRead.tensors)), new Set(tensors.keys()));
    const dtypes = { float32: "F32", float64: "F64", int32: "I32", bool: "BOOL" };
    for (const [name, x] of tensors) {
      const { dtype, shape, values } = asRead.tensors[name];
      assert.deepEqual([dtype, shape], [dtypes[x.dtype], [...x.shape]], name);
      assert.deepEqual(numbers(values), [...x.toTypedArray()], name);
    }
    assert.deepEqual(asRead.metadata, { made: "by the engine" });
  });

  it("give PyTorch's network the engine's answers", () => {
    const part = (name: string): Tensor => {
      const value = engineTensors().get(`net.${name}`);
      assert.ok(value);
      return value;
    };
    const net = new nn.Sequential(new nn.Linear(3, 2), new nn.Tanh(), new nn.Linear(2, 1));
    const keys = ["0.weight", "0.bias", "2.weight", "2.bias"];
    net.loadStateDict(new Map(keys.map((name) => [name, part(name)])));
    const y = net(
      tensor([
        [1, 2, 3],
        [-1, 0, 1],
      ]),
    );
    assertClose(y.toTypedArray(), asRead.answer, { rtol: 1e-6, atol: 1e-6 });
  });
});

describe("damaged safetensors", () => {
  const whole = bytesOf("kinds");

  it("are refused at every length too short, naming a byte that is there", () => {
    for (let length = 0; length < whole.length; length++) {
      assert.throws(
        () => parseSafetensors(whole.subarray(0, length), "cut"),
        (error: Error) => {
          const byte = Number(/^cut: byte (\d+): /.exec(error.message)?.[1]);
          return byte <= length;
        },
        `cut after ${length} bytes`,
      );
    }
  });

  it("are refused, or are another whole file, whichever byte of the header changes", () => {
    const headerEnd = 8 + Number(new DataView(whole.buffer, whole.byteOffset).getBigUint64(0, true));
    let refused = 0;
    for (let at = 0; at < headerEnd; at++) {
      for (const flip of [0x01, 0x10, 0x80]) {
        const bytes = whole.slice();
        bytes[at] ^= flip;
        try {
          for (const { shape, values } of parseSafetensors(bytes, "flipped").values()) {
            assert.equal(
              values.length,
              shape.reduce((a, b) => a * b, 1),
            );
          }
        } catch (error) {
          if (!(error instanceof Error) || error instanceof assert.AssertionError) throw error;
          assert.match(error.message, /^flipped: byte \d+: /, `byte ${at} ^ ${flip}`);
          refused++;
        }
      }
    }
    assert.ok(refused > headerEnd, `${refused} of ${3 * headerEnd} were refused`);
  });

  it("with names that objects have by themselves are read and refused like any other", () => {
    const header = (text: string): Uint8Array => {
      const bytes = new Uint8Array(8 + text.length + 4);
      bytes[0] = text.length;
      bytes.set(new TextEncoder().encode(text), 8);
      return bytes;
    };
    const named = header('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
    assert.deepEqual([...parseSafetensors(named).keys()], ["__proto__"]);
    const typed = header('{"a":{"dtype":"toString","shape":[1],"data_offsets":[0,4]}}');
    assert.throws(() => parseSafetensors(typed), /byte 9: tensor "a": unknown dtype toString/);
  });
});
