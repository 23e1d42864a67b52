/** “What if…”: sliders for early stopping, and in words what those settings would have done. */
import { element } from "../element.ts";
import type { CurvesPayload } from "../../../engine/payload/curves.ts";
import { numberText } from "../../../engine/payload/sample.ts";
import { minDeltaChoices, ruleFor, stoppingOf, type WhatIf } from "../../views/curves/stopping.ts";
import type { Strings } from "../../views/text/strings.ts";

export class WhatIfPanel {
  readonly root: HTMLDetailsElement;
  readonly #strings: Strings;
  readonly #changed: (whatIf: WhatIf | null) => void;
  readonly #patience: HTMLInputElement;
  readonly #minDelta: HTMLInputElement;
  readonly #patienceText: HTMLElement;
  readonly #minDeltaText: HTMLElement;
  readonly #outcome: HTMLElement;
  #payload: CurvesPayload | null = null;
  /** What the sliders were last offered for: a live chart's payload changes in place. */
  #offeredFor = "";
  #choices: number[] = [0];

  /** @param changed told the settings to draw; null when the panel is closed */
  constructor(document: Document, strings: Strings, changed: (whatIf: WhatIf | null) => void) {
    this.#strings = strings;
    this.#changed = changed;
    this.#patience = sliderOf(document, "patience");
    this.#minDelta = sliderOf(document, "minDelta");
    this.#patienceText = element(document, "output", "");
    this.#minDeltaText = element(document, "output", "");
    this.#outcome = element(document, "output", "gradbook-outcome");
    const row = (name: string, slider: HTMLInputElement, text: HTMLElement) =>
      element(
        document,
        "label",
        "gradbook-slider",
        {},
        element(document, "span", "", {}, name),
        slider,
        text,
      );
    this.root = element(
      document,
      "details",
      "gradbook-data gradbook-whatif",
      { hidden: "" },
      element(document, "summary", "", { title: strings.whatIfHint }, strings.whatIf),
      element(
        document,
        "div",
        "gradbook-sliders",
        {},
        row("patience", this.#patience, this.#patienceText),
        row("minDelta", this.#minDelta, this.#minDeltaText),
      ),
      this.#outcome,
    );
    this.root.addEventListener("toggle", () => this.#try());
    for (const slider of [this.#patience, this.#minDelta]) {
      slider.addEventListener("input", () => this.#try());
      // Arrow keys are the slider's here, not the notebook's.
      slider.addEventListener("keydown", (event) => event.stopPropagation());
    }
  }

  /** Offers the sliders for a training that is over; hides them while it runs or when nothing was watched. */
  renew(payload: CurvesPayload): void {
    const state = `${payload.id} ${payload.sequence}`;
    this.#payload = payload;
    if (state === this.#offeredFor) return;
    this.#offeredFor = state;
    const rule = payload.state === "running" ? null : ruleFor(payload);
    this.root.hidden = rule === null;
    if (!rule) return;
    const values = payload.series.find(({ name }) => name === rule.monitor)?.y ?? [];
    this.#choices = minDeltaChoices(values, rule.minDelta);
    this.#patience.min = "1";
    this.#patience.max = String(Math.max(20, 2 * rule.patience, Math.min(100, values.length)));
    this.#patience.value = String(Math.max(1, rule.patience));
    this.#minDelta.min = "0";
    this.#minDelta.max = String(this.#choices.length - 1);
    this.#minDelta.value = String(this.#choices.indexOf(Math.abs(rule.minDelta)));
    this.#try();
  }

  #try(): void {
    if (!this.#payload || !this.root.open) {
      this.#changed(null);
      return;
    }
    const minDelta = this.#choices[Number(this.#minDelta.value)] ?? 0;
    const whatIf: WhatIf = { patience: Number(this.#patience.value), minDelta };
    this.#patienceText.textContent = this.#patience.value;
    this.#minDeltaText.textContent = numberText(minDelta);
    this.#outcome.textContent = outcome(this.#payload, whatIf, this.#strings);
    this.#changed(whatIf);
  }
}

/** What `whatIf` would have done, in a sentence. */
export function outcome(payload: CurvesPayload, whatIf: WhatIf, strings: Strings): string {
  const stopping = stoppingOf(payload, whatIf);
  if (!stopping) return strings.noData;
  const { best, bestEpoch, stoppedEpoch, lastEpoch, rule } = stopping;
  if (best === null || bestEpoch === null) return strings.noData;
  const about = { best: bestEpoch, value: numberText(best), monitor: rule.monitor };
  return stoppedEpoch === null
    ? strings.whatIfGoesOn({ ...about, last: lastEpoch })
    : strings.whatIfStops({ ...about, stopped: stoppedEpoch });
}

function sliderOf(document: Document, name: string): HTMLInputElement {
  return element(document, "input", "", { "type": "range", "step": "1", "aria-label": name });
}
