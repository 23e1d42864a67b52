/** What is said of the parts of a network: its units, its weights and the table of its layers. */
import type { DrawingTable } from "./drawing.ts";
import type { DiagramColumn, DiagramPicture } from "../../../engine/payload/pictures.ts";
import type { PictureTexts } from "./pictureTexts.ts";
import { numberText } from "../../../engine/payload/sample.ts";

/** Of what is pointed at, line by line. */
export function tip(payload: DiagramPicture, key: string, texts: PictureTexts): string[] {
  const { columns, links } = payload;
  const [kind, ...at] = [key.charAt(0), ...key.slice(1).split(".").map(Number)] as [string, ...number[]];
  const [c = -1, j = -1, i = -1] = at;
  const named = (column: DiagramColumn | undefined, k: number): string =>
    column
      ? texts.unit(column.name === "input" ? texts.input : column.name || "Linear", column.shown[k] ?? 0)
      : "";
  if (kind === "u") {
    const column = columns[c];
    if (!column || column.shown[j] === undefined) return [];
    const bias = column.biases?.[j];
    const gradient = column.biasGradients?.[j];
    return [
      named(column, j),
      ...(column.activation ? [column.activation] : []),
      ...(bias === undefined ? [] : [`${texts.bias} ${numberText(bias)}`]),
      ...(gradient === undefined ? [] : [`${texts.gradient} ${numberText(gradient)}`]),
    ];
  }
  const weight = links[c]?.weights[j]?.[i];
  if (weight === undefined) return [];
  const gradient = links[c]?.gradients?.[j]?.[i];
  const [row, column] = [columns[c + 1]?.shown[j] ?? 0, columns[c]?.shown[i] ?? 0];
  return [
    `${links[c]?.name ?? texts.weight}[${row}, ${column}] = ${numberText(weight)}`,
    `${named(columns[c], i)} → ${named(columns[c + 1], j)}`,
    ...(gradient === undefined ? [] : [`${texts.gradient} ${numberText(gradient)}`]),
  ];
}

export function tableOf({ rows }: DiagramPicture, texts: PictureTexts): DrawingTable {
  const sum = (of: "parameters" | "bytes") => rows.reduce((total, row) => total + row[of], 0);
  return {
    head: [texts.layer, texts.type, texts.shape, texts.parameterHead, texts.memory],
    rows: [
      ...rows.map((row) => [
        row.layer,
        row.type,
        row.shape,
        row.parameters.toLocaleString("en"),
        bytes(row.bytes),
      ]),
      [texts.total, "", "", sum("parameters").toLocaleString("en"), bytes(sum("bytes"))],
    ],
  };
}

function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 ** 2 ? `${numberText(count / 1024)} KB` : `${numberText(count / 1024 ** 2)} MB`;
}
