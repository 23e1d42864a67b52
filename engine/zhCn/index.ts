/** All that the engine says, in 简体中文. A host whose person reads it installs this; nobody else loads it. */
import type { Messages } from "../payload/say.ts";
import { backend } from "./backend.ts";
import { beyond } from "./beyond.ts";
import { book } from "./book.ts";
import { controls } from "./controls.ts";
import { core } from "./core.ts";
import { data } from "./data.ts";
import { evaluation } from "./evaluation.ts";
import { figures } from "./figures.ts";
import { nn } from "./nn.ts";
import { onnx } from "./onnx.ts";
import { ops } from "./ops.ts";
import { training } from "./training.ts";

export const simplifiedChinese: Messages = {
  ...core,
  ...ops,
  ...backend,
  ...nn,
  ...data,
  ...figures,
  ...evaluation,
  ...training,
  ...book,
  ...beyond,
  ...onnx,
  ...controls,
};
