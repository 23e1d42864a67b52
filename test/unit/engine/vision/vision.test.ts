/** Pictures from files, and what is done to each. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { d2l, data, tensor, vision } from "../../../../engine/index.ts";
import { installNodeFiles } from "../data/nodeFiles.ts";

installNodeFiles();

const image = tensor(
  [
    [0, 255],
    [51, 102],
  ],
  { dtype: "int32" },
);

describe("pictures by torchvision's names", () => {
  const root = mkdtempSync(path.join(tmpdir(), "gradbook-vision-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  const raw = path.join(root, "FashionMNIST", "raw");
  mkdirSync(raw, { recursive: true });
  for (const part of ["train", "t10k"]) {
    const pixels = [
      0,
      0,
      8,
      3,
      0,
      0,
      0,
      3,
      0,
      0,
      0,
      2,
      0,
      0,
      0,
      2,
      ...Array.from({ length: 12 }, (_, i) => 20 * i),
    ];
    writeFileSync(path.join(raw, `${part}-images-idx3-ubyte.gz`), gzipSync(Uint8Array.from(pixels)));
    writeFileSync(
      path.join(raw, `${part}-labels-idx1-ubyte.gz`),
      gzipSync(Uint8Array.from([0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 3])),
    );
  }

  it("become tensors of floats with an axis for the channel", () => {
    const x = new vision.ToTensor().apply(image);
    assert.deepEqual([...x.shape], [1, 2, 2]);
    assert.ok(
      x.allclose(
        tensor([
          [
            [0, 1],
            [0.2, 0.4],
          ],
        ]),
      ),
    );
  });

  it("get another size as torchvision gives it", () => {
    // torch.nn.functional.interpolate(…, mode="bilinear", antialias=True), rounded.
    assert.deepEqual(new vision.Resize(4).apply(image).toArray(), [
      [0, 64, 191, 255],
      [13, 64, 166, 217],
      [38, 64, 115, 140],
      [51, 64, 89, 102],
    ]);
    assert.deepEqual(new vision.Resize([1, 1]).apply(image).toArray(), [[102]]);
    assert.throws(() => new vision.Resize(0), /whole numbers of at least 1/);
  });

  it("are read from where torchvision leaves them, and loaded in batches", async () => {
    const train = await vision.fashionMnist(root, { transform: new vision.ToTensor() });
    assert.equal(train.length, 3);
    assert.deepEqual([...train.get(1)[0].shape], [1, 2, 2]);
    const [[images, labels]] = new data.DataLoader(train, 3);
    assert.deepEqual([...images.shape], [3, 1, 2, 2]);
    assert.deepEqual(labels.toArray(), [9, 0, 3]);
    const transform = new vision.Compose([new vision.Resize(5), new vision.ToTensor()]);
    const test = await vision.fashionMnist(root, { train: false, transform });
    assert.deepEqual([...test.batch([0, 2])[0].shape], [2, 1, 5, 5]);
    const bare = await vision.fashionMnist(root);
    assert.equal(bare.get(2)[0].at(1, 1).item(), 220);
  });

  it("say where they are to be had when they are not there", async () => {
    await assert.rejects(
      vision.fashionMnist(path.join(root, "none")),
      /Nothing is downloaded here: take .*zalandoresearch/,
    );
    await assert.rejects(vision.fashionMnist(root, { trian: true } as object), /trian/);
  });
});

describe("the book's catalogue of data", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-hub-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("gives the path of a file that is there, and says how to get one that is not", async () => {
    d2l.DATA_HUB.pets = [`${d2l.DATA_URL}pets.csv`, ""];
    await assert.rejects(
      d2l.download("pets", { cacheDir: folder }),
      /no network here\. Open http.*pets\.csv in a browser/,
    );
    writeFileSync(path.join(folder, "pets.csv"), "a\n1\n");
    assert.equal(await d2l.download("pets", { cacheDir: folder }), `${folder}/pets.csv`);
    await assert.rejects(d2l.download("birds"), /"birds" is not in DATA_HUB; there are pets/);
  });
});

describe("what translated cells need of Python", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-save-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("tensors are saved and loaded: one, several, or by their names", async () => {
    const file = path.join(folder, "x");
    await d2l.save(tensor([1, 2]), file);
    assert.equal(String(await d2l.load(file)), "tensor([1., 2.])");
    await d2l.save([tensor([1]), tensor([2])], file);
    assert.equal(String(await d2l.load(file)), "tensor([1.]),tensor([2.])");
    await d2l.save({ w: tensor([3]) }, file);
    const named = (await d2l.load(file)) as Map<string, unknown>;
    assert.equal(String(named.get("w")), "tensor([3.])");
  });

  it("an object has a number of its own", () => {
    const [a, b] = [tensor([1]), tensor([1])];
    assert.equal(d2l.id(a), d2l.id(a));
    assert.notEqual(d2l.id(a), d2l.id(b));
  });

  it("the gamma function is a factorial at whole numbers", () => {
    assert.deepEqual([1, 2, 5, 20].map(d2l.gamma), [1, 1, 24, 121645100408832000]);
    assert.ok(Math.abs(d2l.gamma(0.5) - Math.sqrt(Math.PI)) < 1e-14);
    assert.ok(Math.abs(d2l.gamma(-1.5) - 2.3632718012073544) < 1e-13);
    assert.throws(() => d2l.gamma(0), /no value at 0/);
    assert.equal(d2l.gamma(172), Infinity);
  });
});
