/** Pictures in words, for readers that cannot draw them. */
import type {
  ActivationPicture,
  AffinePicture,
  BoundaryPicture,
  DiagramPicture,
  Picture,
  RegressionPicture,
} from "../../../engine/payload/pictures.ts";
import { axesText } from "./axesText.ts";
import { graphText, short } from "./graphText.ts";
import { mapsText } from "./mapsText.ts";
import { gradientsText, receptiveText, recurrenceText } from "./networkText.ts";
import { runsText } from "../../../engine/payload/runs/runs.ts";
import { plural } from "../../../engine/payload/language.ts";

/** The picture in words. */
export function pictureText(picture: Picture): string {
  switch (picture.kind) {
    case "activation":
      return activationText(picture);
    case "affine":
      return affineText(picture);
    case "axes":
      return axesText(picture);
    case "diagram":
      return diagramText(picture);
    case "graph":
      return graphText(picture);
    case "regression":
      return regressionText(picture);
    case "boundary":
      return boundaryText(picture);
    case "recurrence":
      return recurrenceText(picture);
    case "receptive":
      return receptiveText(picture);
    case "gradients":
      return gradientsText(picture);
    case "runs":
      return runsText(picture);
    case "maps":
      return mapsText(picture);
  }
}

/** In one line, as of whatever is shown again and again: a terminal writes it over the one before. */
function regressionText({ title, sets }: RegressionPicture): string {
  const parts = sets.map(
    ({ role, count, error }) =>
      `${plural(count, "example")}${role === "train" ? "" : " held out"}, mean squared error ${short(error)}`,
  );
  return `${title || "Model of one input"}: ${parts.join("; ")}`;
}

function boundaryText({ title, classes, correct, examples }: BoundaryPicture): string {
  const { length } = examples.x;
  return `${title || "Decision boundary"}: classes ${classes.join(", ")}; ${correct} of ${plural(length, "example")} right`;
}

function activationText({ name, x, received }: ActivationPicture): string {
  const lines = received.map(
    ({ layer, units, dead, saturated }) =>
      `layer ${layer}: ${plural(units, "unit")}, ${dead} dead, ${saturated} saturated`,
  );
  return [`${name} and its derivative from ${x[0] ?? 0} to ${x.at(-1) ?? 0}`, ...lines].join("\n");
}

/** Every row of a small map; of a larger one its size. */
function affineText({ title, inputs, outputs, weight, bias }: AffinePicture): string {
  const head = `Affine map${title === "" ? "" : ` “${title}”`}: ${inputs} → ${outputs}`;
  if (inputs * outputs > 16) return head;
  const rows = weight.map((row, i) => {
    const terms = row.map((value, j) => `${short(value)}·x${j + 1}`).join(" + ");
    return `y${i + 1} = ${terms}${bias ? ` + ${short(bias[i] ?? null)}` : ""}`;
  });
  return [head, ...rows].join("\n");
}

function diagramText({ title, rows }: DiagramPicture): string {
  const lines = [
    ["layer", "type", "output shape", "parameters", "bytes"],
    ...rows.map(({ layer, type, shape, parameters, bytes }) => [
      layer,
      type,
      shape,
      String(parameters),
      String(bytes),
    ]),
    ["total", "", "", sum(rows, "parameters"), sum(rows, "bytes")],
  ];
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0))) ?? [];
  const table = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...(title === "" ? [] : [title]), ...table].join("\n");
}

function sum(rows: DiagramPicture["rows"], of: "parameters" | "bytes"): string {
  return String(rows.reduce((total, row) => total + row[of], 0));
}
