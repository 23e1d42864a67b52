/** What a live page holds for its script, besides what the reader sees. Types and names only. */
import type { FileLayout, MarkdownCell } from "../../markdown/parseMarkdown.ts";

/** Id of the element with {@link LiveData}. */
export const liveDataId = "gradbook-live";

export interface LiveData {
  /** Name of the notebook's file, for the one that is downloaded. */
  name: string;
  layout: FileLayout;
  /** All cells in order; those that the page shows have an element with their place as `data-cell`. */
  cells: readonly LiveCell[];
  /** Names of files beside the notebook that are in the page as {@link filePart}, and of shipped data as {@link dataPart}. */
  files: readonly string[];
  /** Names that cells can import from `gradbook`, and what is below them: `relu`, `nn.Linear`. */
  names: readonly string[];
  /** What the Markdown's pictures are shown from, by their addresses as written. */
  pictures: Readonly<Record<string, string>>;
}

export interface LiveCell extends MarkdownCell {
  /** Number of the run that gave the outputs in the page; null where there was none. */
  executionCount: number | null;
}

/** Id of a part with a file of `dist/`. */
export const programPart = (name: string): string => `gradbook-program-${name}`;
/** Id of a part with a file beside the notebook. */
export const filePart = (name: string): string => `gradbook-file-${name}`;
/** Id of a part with shipped data. */
export const dataPart = (name: string): string => `gradbook-data-${name}`;
