/** The script of a live page. Nothing is loaded from anywhere: what it needs is in the page. */
import { liveDataId, type LiveData } from "../report/live/liveData.ts";
import { LivePage } from "./livePage.ts";
import { textsFor } from "./texts.ts";

const written = document.getElementById(liveDataId)?.textContent;
const main = document.querySelector("main");
if (written === undefined || main === null) throw new Error("This is no live page of Gradbook's.");
new LivePage(
  document,
  window,
  main,
  JSON.parse(written) as LiveData,
  textsFor(document.documentElement.lang),
);
