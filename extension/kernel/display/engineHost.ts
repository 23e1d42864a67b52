import { uniqueId } from "./ids.ts";
import type { Picture } from "../../../engine/payload/pictures.ts";
import type { Host, Mistake } from "../../../engine/core/host.ts";
import type { Figure } from "../../../engine/payload/figure.ts";
import { plural, languageOf } from "../../../engine/payload/language.ts";
import { FIGURE_MIME, PICTURE_MIME } from "../../../engine/payload/mime.ts";
import type { InterruptFlag } from "../cell/interruptFlag.ts";
import type { CellControls } from "../controls/cellControls.ts";
import { LiveChart } from "./liveChart.ts";
import { pictureText } from "./pictureText.ts";
import { callingRun } from "../cell/runContext.ts";
import { say } from "../protocol/messages.ts";

/**
 * What the engine draws on: the output of the run that calls it.
 * @param language the person's, such as `en` or `zh-cn`
 * @param controls those that cells have shown
 * @param trained what is to be done when a training has ended
 */
export async function engineHost(
  interrupts: InterruptFlag,
  language: string,
  controls: CellControls,
  trained?: (history: object) => Promise<void>,
): Promise<Host> {
  const chinese = languageOf(language) === "zh-cn" ? await import("../../../engine/zhCn/index.ts") : null;
  return {
    language,
    ...(chinese && { messages: chinese.simplifiedChinese }),
    showFigure(figure) {
      callingRun()?.outputs.display(`figure-${uniqueId()}`, {
        [FIGURE_MIME]: figure,
        "text/plain": describeFigure(figure),
      });
    },
    showPicture(picture) {
      const run = callingRun();
      if (!run) return { ended: true, update: () => undefined };
      const id = `picture-${uniqueId()}`;
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
    trains() {
      const run = callingRun();
      if (run) run.trainings++;
      return () => {
        if (run) run.trainings--;
      };
    },
    ...(trained && { trained }),
    remembersRun(run) {
      callingRun()?.outputs.trained(run);
    },
    notices(mistake) {
      const run = callingRun();
      if (!run || run.noticed.has(mistake)) return;
      run.noticed.add(mistake);
      run.outputs.stream("stderr", `${wordsFor[mistake]()}\n`);
    },
    control(control, read) {
      const run = callingRun();
      return run ? controls.show(run, control, read, language) : read(control.value);
    },
    variables: () => callingRun()?.variables() ?? [],
    display(bundle) {
      callingRun()?.outputs.display(`display-${uniqueId()}`, bundle);
    },
    interrupted: interrupts.stopWanted,
    acknowledgeInterrupt() {
      interrupts.acknowledge();
      const run = callingRun();
      if (run) run.interrupted = true;
    },
    wasInterrupted: () => callingRun()?.interrupted ?? false,
    isReplaced: () => interrupts.isReplaced,
  };
}

const wordsFor: Record<Mistake, () => string> = {
  addedUp: () =>
    say(
      "The gradients of all passes add up, since nothing forgets them between two steps. Call the optimizer's zeroGrad() before backward().",
    ),
};

/** The figure in words, for readers that cannot draw it. */
function describeFigure({ title, series, xLabel, yLabel }: Figure): string {
  const head = title !== "" ? title : [yLabel, xLabel].filter((label) => label !== "").join(" against ");
  const lines = series.map(({ name, x }) => `${name === "" ? "curve" : name}: ${plural(x.length, "point")}`);
  return [head === "" ? "Figure" : `Figure: ${head}`, ...lines].join("\n");
}
