/** Jupyter's notebook format 4.5, as far as Gradbook writes and reads it. Types only. */

/** Text, or its pieces to be joined: Jupyter writes a line a piece, so that files can be compared. */
export type Multiline = string | string[];

/** MIME type → text, base64, or a JSON value for MIME types that end in `json`. */
export type IpynbData = Record<string, unknown>;

export type IpynbOutput =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: Multiline }
  | { output_type: "display_data"; data: IpynbData; metadata: Record<string, unknown> }
  | {
      output_type: "execute_result";
      execution_count: number | null;
      data: IpynbData;
      metadata: Record<string, unknown>;
    }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

interface CellBase {
  /** Unique in the notebook; 1 to 64 letters, digits, `-` and `_`. */
  id?: string;
  metadata: Record<string, unknown>;
  source: Multiline;
}

export interface IpynbCodeCell extends CellBase {
  cell_type: "code";
  execution_count: number | null;
  outputs: IpynbOutput[];
}

export interface IpynbTextCell extends CellBase {
  cell_type: "markdown" | "raw";
  /** Files that the text shows as `attachment:name`: their data by MIME type, as base64. */
  attachments?: Record<string, Record<string, Multiline>>;
}

export type IpynbCell = IpynbCodeCell | IpynbTextCell;

export interface Ipynb {
  cells: IpynbCell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: number;
}
