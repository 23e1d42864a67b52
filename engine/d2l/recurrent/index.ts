/** The book's language models. */
export type { LanguageModel } from "./languageModel.ts";
export {
  RNNModel,
  RNNModelScratch,
  type ForwardFn,
  type GetParams,
  type InitState,
  type RecurrentState,
} from "./rnnModels.ts";
export { gradClipping, predictCh8, trainCh8, trainEpochCh8, type Tokens as TokensOf } from "./trainCh8.ts";
