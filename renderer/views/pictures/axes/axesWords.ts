/** What is said of a plot and its parts, and its table. */
import type { AxesMark, AxesPanel, AxesPicture } from "../../../../engine/payload/axesPicture.ts";
import type { Scale } from "../../../../engine/payload/figure.ts";
import { numberText, type Sample } from "../../../../engine/payload/sample.ts";
import { evenlyChosen } from "../../text/points.ts";
import type { DrawingTable } from "../drawing.ts";
import { pointedOf } from "./axesMarks.ts";
import type { AxesTexts } from "./axesTexts.ts";

const MOST_ROWS = 500;

/** All that can be pointed at in a mark, in reading order: what has no place on the axes cannot. */
export function keysOf(mark: AxesMark, key: string, { xScale, yScale }: AxesPanel): string[] {
  const isPlace = (value: Sample | undefined, scale: Scale): boolean =>
    value !== null && value !== undefined && (scale === "linear" || value > 0);
  switch (mark.kind) {
    case "line":
    case "points": {
      if (mark.kind === "line" && mark.faint) return [];
      const all = mark.kind === "line" ? pointedOf(mark) : mark.x.map((_, i) => i);
      return all
        .filter((i) => isPlace(mark.x[i], xScale) && isPlace(mark.y[i], yScale))
        .map((i) => `${key}.${i}`);
    }
    case "bars":
      return mark.at.flatMap((at, i) =>
        isPlace(at, mark.lies ? yScale : xScale) && isPlace(mark.to[i], mark.lies ? xScale : yScale)
          ? [`${key}.${i}`]
          : [],
      );
    case "boxes":
      return mark.boxes.flatMap(({ beyond, low, median }, i) => {
        if (!isPlace(low, yScale) || median === null) return [];
        return [
          `${key}.${i}`,
          ...beyond.flatMap((value, j) => (isPlace(value, yScale) ? [`${key}.${i}.${j}`] : [])),
        ];
      });
    case "cells":
      return mark.values.flatMap((row, r) => row.map((_, c) => `${key}.${r}.${c}`));
    case "image":
      return [`${key}.0`];
  }
}

export function describeAxes({ title, panels }: AxesPicture, texts: AxesTexts): string {
  const each = panels.map((panel) => {
    const marks = panel.marks.map((mark) => markWords(mark, texts));
    const axes = [panel.yLabel, panel.xLabel].filter((name) => name !== "").join(" / ");
    const notes = panel.notes.map(({ text }) => `${texts.note} “${text.replaceAll("\n", " ")}”`);
    return [panel.title, axes, ...marks, ...notes].filter((part) => part !== "").join(texts.pair);
  });
  return texts.summary(title, each.join(texts.between));
}

function markWords(mark: AxesMark, texts: AxesTexts): string {
  switch (mark.kind) {
    case "line":
      return mark.faint ? mark.name : texts.line(mark.name);
    case "points":
      return mark.x.length < mark.count
        ? `${texts.points(mark.name, mark.count)}${texts.pair}${texts.shown(mark.x.length, mark.count.toLocaleString("en"))}`
        : texts.points(mark.name, mark.count);
    case "bars":
      return texts.bars(mark.name, mark.at.length);
    case "boxes":
      return texts.boxes(mark.boxes.length);
    case "cells":
      return texts.cells(mark.rows, mark.columns);
    case "image":
      return texts.image(mark.width, mark.height);
  }
}

/** Of what is pointed at, line by line. */
export function tipOf({ panels }: AxesPicture, key: string, texts: AxesTexts): string[] {
  const [p = -1, m = -1, i = -1, j = -1] = key.slice(1).split(".").map(Number);
  const panel = panels[p];
  const mark = panel?.marks[m];
  if (!panel || !mark) return [];
  const [xName, yName] = [panel.xLabel || "x", panel.yLabel || "y"];
  switch (mark.kind) {
    case "line":
    case "points": {
      if (i >= mark.x.length) return [];
      const spread =
        mark.low && mark.high ? [texts.band(numberText(mark.low[i]), numberText(mark.high[i]))] : [];
      const own =
        mark.kind === "points"
          ? [
              mark.texts[i] ?? "",
              mark.values ? `${mark.valueLabel || texts.value} ${numberText(mark.values[i])}` : "",
            ]
          : [];
      return [
        mark.name,
        ...own,
        `${xName} = ${placeText(mark.x[i], panel.xTicks)}`,
        `${yName} = ${placeText(mark.y[i], panel.yTicks)}`,
        ...spread,
      ].filter((text) => text !== "");
    }
    case "bars": {
      if (i >= mark.at.length) return [];
      const [at, name] = mark.lies ? [panel.yTicks, yName] : [panel.xTicks, xName];
      const middle = mark.at[i] ?? null;
      const half = (mark.width[i] ?? 0) / 2;
      const nearest = at.length > 0 && middle !== null ? (at[Math.round(middle)] ?? "") : "";
      const where =
        at.length > 0
          ? nearest
          : half > 0 && middle !== null
            ? `${name} ${numberText(middle - half)} … ${numberText(middle + half)}`
            : `${name} = ${numberText(middle)}`;
      const height = (mark.to[i] ?? 0) - (mark.from[i] ?? 0);
      const spread =
        mark.low && mark.high ? [texts.band(numberText(mark.low[i]), numberText(mark.high[i]))] : [];
      return [mark.name, where, `${mark.lies ? xName : yName} = ${numberText(height)}`, ...spread].filter(
        (text) => text !== "",
      );
    }
    case "boxes": {
      const box = mark.boxes[i];
      if (!box) return [];
      const name = panel.xTicks[box.at] ?? String(box.at + 1);
      if (j >= 0) return [name, numberText(box.beyond[j])];
      return [
        name,
        `${texts.median} ${numberText(box.median)}`,
        texts.quartiles(numberText(box.q1), numberText(box.q3)),
        texts.whiskers(numberText(box.low), numberText(box.high)),
        `${texts.values(box.count)}${box.beyond.length > 0 ? `${texts.pair}${texts.beyond(box.beyond.length)}` : ""}`,
      ];
    }
    case "cells": {
      const value = mark.values[i]?.[j];
      if (value === undefined) return [];
      const isMean = mark.rowsEach * mark.columnsEach > 1;
      return [
        `${panel.yLabel || texts.row} ${panel.yTicks[i] ?? String(i * mark.rowsEach)}`,
        `${panel.xLabel || texts.column} ${panel.xTicks[j] ?? String(j * mark.columnsEach)}`,
        `${isMean ? texts.mean : mark.valueLabel || texts.value} ${mark.texts[i]?.[j] ?? numberText(value)}`,
      ];
    }
    case "image":
      return [texts.image(mark.width, mark.height)];
  }
}

function placeText(value: Sample | undefined, names: readonly string[]): string {
  return typeof value === "number" && Number.isInteger(value) && names[value] !== undefined
    ? names[value]
    : numberText(value);
}

export function tableOf({ panels }: AxesPicture, texts: AxesTexts): DrawingTable {
  const [only] = panels;
  const matrix = only?.marks.find((mark) => mark.kind === "cells");
  if (panels.length === 1 && only && matrix) {
    return {
      head: ["", ...(matrix.values[0] ?? []).map((_, c) => only.xTicks[c] ?? String(c * matrix.columnsEach))],
      rows: matrix.values.map((row, r) => [
        only.yTicks[r] ?? String(r * matrix.rowsEach),
        ...row.map((value, c) => matrix.texts[r]?.[c] ?? numberText(value)),
      ]),
    };
  }
  const rows = panels.flatMap((panel, p) => panel.marks.flatMap((mark) => markRows(mark, panel, p, texts)));
  return { head: texts.head, rows: evenlyChosen(rows, MOST_ROWS) };
}

function markRows(mark: AxesMark, panel: AxesPanel, p: number, texts: AxesTexts): string[][] {
  const head = [panel.title || String(p + 1), "name" in mark ? mark.name : ""];
  switch (mark.kind) {
    case "line":
    case "points":
      return mark.x.map((value, i) => [
        ...head,
        placeText(value, panel.xTicks),
        placeText(mark.y[i], panel.yTicks),
        mark.kind === "points" ? (mark.texts[i] ?? (mark.values ? numberText(mark.values[i]) : "")) : "",
      ]);
    case "bars":
      return mark.at.map((at, i) => {
        const names = mark.lies ? panel.yTicks : panel.xTicks;
        const place = names.length > 0 && at !== null ? (names[Math.round(at)] ?? "") : numberText(at);
        const height = numberText((mark.to[i] ?? 0) - (mark.from[i] ?? 0));
        return [...head, ...(mark.lies ? [height, place] : [place, height]), ""];
      });
    case "boxes":
      return mark.boxes.map((box) => [
        ...head,
        panel.xTicks[box.at] ?? String(box.at + 1),
        `${texts.median} ${numberText(box.median)}`,
        texts.quartiles(numberText(box.q1), numberText(box.q3)),
      ]);
    case "cells":
      return mark.values.map((row, r) => [
        ...head,
        "",
        panel.yTicks[r] ?? String(r),
        row.map((value) => numberText(value)).join(" "),
      ]);
    case "image":
      return [[...head, "", "", texts.image(mark.width, mark.height)]];
  }
}
