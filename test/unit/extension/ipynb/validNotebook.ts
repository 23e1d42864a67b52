import assert from "node:assert/strict";
import type { Ipynb, IpynbCell, IpynbOutput } from "../../../../extension/ipynb/nbformat.ts";

/** What the JSON schema of nbformat 4.5 asks of a notebook that Gradbook writes. */
export function assertValid(text: string): void {
  const notebook = JSON.parse(text) as Ipynb;
  assert.deepEqual(Object.keys(notebook).sort(), ["cells", "metadata", "nbformat", "nbformat_minor"]);
  assert.deepEqual([notebook.nbformat, notebook.nbformat_minor], [4, 5]);
  const { kernelspec, language_info } = notebook.metadata as Record<string, Record<string, unknown>>;
  assert.deepEqual([typeof kernelspec.name, typeof kernelspec.display_name], ["string", "string"]);
  assert.equal(typeof language_info.name, "string");
  const ids = notebook.cells.map(({ id }) => id ?? "");
  for (const id of ids) assert.match(id, /^[\w-]{1,64}$/);
  assert.equal(new Set(ids).size, ids.length);
  notebook.cells.forEach(assertCell);
}

function assertCell(cell: IpynbCell): void {
  const own = cell.cell_type === "code" ? ["execution_count", "outputs"] : [];
  assert.deepEqual(Object.keys(cell).sort(), ["cell_type", ...own, "id", "metadata", "source"].sort());
  assertText(cell.source);
  if (cell.cell_type !== "code") return;
  assert.ok(cell.execution_count === null || Number.isInteger(cell.execution_count));
  cell.outputs.forEach(assertOutput);
}

function assertOutput(output: IpynbOutput): void {
  const fields: Record<IpynbOutput["output_type"], string[]> = {
    stream: ["name", "output_type", "text"],
    display_data: ["data", "metadata", "output_type"],
    execute_result: ["data", "execution_count", "metadata", "output_type"],
    error: ["ename", "evalue", "output_type", "traceback"],
  };
  assert.deepEqual(Object.keys(output).sort(), fields[output.output_type]);
  if (output.output_type === "stream") return assertText(output.text);
  if (output.output_type === "error")
    return assert.ok(output.traceback.every((line) => typeof line === "string"));
  for (const [mime, value] of Object.entries(output.data)) {
    if (mime.endsWith("json")) assert.equal(typeof value, "object", mime);
    else assertText(value);
  }
}

function assertText(value: unknown): void {
  assert.ok(
    typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string")),
  );
}
