/** What cells write: markup of their own, more lines than a notebook shows, larger values. */

export interface MarkupPayload {
  version: 1;
  kind: "html" | "svg";
  text: string;
  /** Run the scripts in HTML, in a frame that can reach neither the notebook nor the editor. Default false. */
  scripts?: boolean;
}

export interface MorePayload {
  version: 1;
  /** Path of the text file that holds all that the run printed. */
  file: string;
  /** Characters that are shown in the notebook. */
  shown: number;
}

export interface AbridgedPayload {
  version: 1;
  /** The beginning, with what was left out; it may have ANSI colours. */
  text: string;
  /** Name of the file with more of it, which is there as long as the kernel. */
  file: string;
}

/** Named as in VS Code's own error items, which what saves Jupyter notebooks takes it for. */
export interface ErrorPayload {
  version: 1;
  name: string;
  message: string;
  /** Begins with name and message; places in cells as `Cell In[n], line m`. */
  stack: string;
}
