import { randomUUID } from "node:crypto";
import type { Picture } from "../../../engine/payload/pictures.ts";
import type { Host } from "../../../engine/host.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { FIGURE_MIME, PICTURE_MIME } from "../../../engine/payload/mime.ts";
import type { AttentionFlag } from "../cell/attention.ts";
import { LiveChart } from "./liveChart.ts";
import { pictureText } from "./pictures.ts";
import { callingRun } from "../cell/runContext.ts";

/** What the engine draws on: the output of the run that calls it. */
export function engineHost(attention: AttentionFlag, language: string): Host {
  return {
    showFigure(figure) {
      callingRun()?.outputs.display(`figure-${randomUUID()}`, {
        [FIGURE_MIME]: figure,
        "text/plain": describeFigure(figure),
      });
    },
    showPicture(picture) {
      const run = callingRun();
      if (!run) return { ended: true, update: () => undefined };
      const id = `picture-${randomUUID()}`;
      const show = (shown: Picture): void =>
        run.outputs.display(id, {
          [PICTURE_MIME]: shown,
          "text/plain": pictureText(shown),
        });
      show(picture);
      return {
        get ended() {
          return run.over;
        },
        update: show,
      };
    },
    openChart(options) {
      const run = callingRun();
      if (!run) return { update: () => undefined };
      const chart = new LiveChart(run.outputs, options);
      run.charts.add(chart);
      return chart;
    },
    variables: () => callingRun()?.variables() ?? [],
    display(bundle) {
      callingRun()?.outputs.display(`display-${randomUUID()}`, bundle);
    },
    language,
    interrupted: attention.stopWanted,
    acknowledgeInterrupt() {
      attention.acknowledge();
      const run = callingRun();
      if (run) run.interrupted = true;
    },
    wasInterrupted: () => callingRun()?.interrupted ?? false,
  };
}

/** The figure in words, for readers that cannot draw it. */
function describeFigure({ title, series, xLabel, yLabel }: Figure): string {
  const head = title !== "" ? title : [yLabel, xLabel].filter((label) => label !== "").join(" against ");
  const lines = series.map(({ name, x }) => `${name === "" ? "curve" : name}: ${x.length} points`);
  return [head === "" ? "Figure" : `Figure: ${head}`, ...lines].join("\n");
}
