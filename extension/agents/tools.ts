/**
 * The tools that an assistant has, in VS Code and over MCP: a row each. `package.json` declares the same to VS Code, and
 * a test compares them. What they say to the model is English; what a person reads is localised there.
 */
import { variableLine } from "../ui/variableText.ts";
import { runs, type AgentCell, type AgentNotebook, type CellEdit, type RunWatch } from "./agentNotebook.ts";
import { faultOf, type InputSchema, type ObjectSchema } from "./inputSchema.ts";
import { abridged, cellsWords, headOf, mostOfAll, outputWords } from "./outputWords.ts";
import { ToolError } from "./toolError.ts";
import { comparisonWords, trainingsIn, trainingWords } from "./trainingWords.ts";

/** What tools call that is not of one notebook. */
export interface AgentHost {
  /** @throws {ToolError} when there is none such */
  notebook(where: string | undefined): Promise<AgentNotebook>;
  /** TypeScript of PyTorch code, and the places that need a look. @throws {ToolError} when it is no Python */
  translate(python: string): Promise<{ text: string; marks: readonly string[] }>;
  /** What the engine's reference says of a name; null when it knows none such. */
  reference(query: string): Promise<string | null>;
}

export interface AgentTool {
  readonly name: string;
  /** Short, for `#name` in a chat. */
  readonly reference: string;
  readonly title: string;
  readonly description: string;
  readonly input: ObjectSchema;
  /** Whether it runs code or changes the notebook: a person is asked first. */
  readonly acts: boolean;
  call(input: ToolInput, host: AgentHost, watch: RunWatch): Promise<string>;
}

/** As the tool's schema says; which of them are there depends on the tool. */
export interface ToolInput {
  notebook?: string;
  cells?: number[];
  which?: "all" | "stale";
  containing?: string;
  cell?: number;
  name?: string;
  edits?: RawEdit[];
  code?: string;
  query?: string;
}

interface RawEdit {
  edit: CellEdit["edit"];
  at: number;
  kind?: "code" | "markdown";
  text?: string;
}

const notebook: InputSchema = {
  type: "string",
  description:
    "Path of the notebook (*.grad.md, *.md or *.ipynb), absolute or relative to the workspace or working folder. In VS Code it may be left out: the notebook in front is meant.",
};
const cellIndices: InputSchema = {
  type: "array",
  items: { type: "integer", minimum: 0 },
  description: "Indices of cells, counted from 0 over all cells, Markdown cells included.",
};

const object = (properties: ObjectSchema["properties"], required: readonly string[] = []): ObjectSchema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

export const tools: readonly AgentTool[] = [
  {
    name: "gradbook_read_notebook",
    reference: "gradbookNotebook",
    title: "Read Gradbook notebook",
    description:
      "Reads a Gradbook notebook (deep learning in TypeScript cells): every cell's index, kind, text and state, and what code cells showed, charts and pictures in words. Read it before you run or change cells. Give `cells` to read a few of them in full.",
    input: object({ notebook, cells: cellIndices }),
    acts: false,
    async call({ notebook: where, cells: wanted }, host) {
      const found = await host.notebook(where);
      const cells = found.cells();
      const indices = wanted ?? cells.map((_, i) => i);
      refuseOutside(indices, cells);
      const text = indices.map((i) => cellText(i, cells[i], wanted === undefined)).join("\n\n");
      return `${found.name}: ${cells.length} cells\n\n${abridged(text, mostOfAll)}`;
    },
  },
  {
    name: "gradbook_run_cells",
    reference: "gradbookRun",
    title: "Run Gradbook cells",
    description:
      "Runs TypeScript cells of a Gradbook notebook and waits until the last has ended, however long its training takes; then answers with their outputs in words, errors with line and remedy, and times. Cells share one kernel: run the cells above first if the kernel has just started. Say which: `cells` by index, `which` (`all`, or `stale` for those whose inputs have changed), or `containing` for the cells with a text in them.",
    input: object({
      notebook,
      cells: cellIndices,
      which: { type: "string", enum: ["all", "stale"], description: "All code cells, or the stale ones." },
      containing: { type: "string", description: "A text: the code cells that contain it are run." },
    }),
    acts: true,
    async call(input, host, watch) {
      const found = await host.notebook(input.notebook);
      const indices = chosenCells(input, found.cells());
      if (indices.length === 0) return "No cell is stale: there is nothing to run.";
      const began = performance.now();
      await found.run(indices, watch);
      const cells = found.cells();
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      const failed = indices.find((i) => cells[i]?.ran?.ok !== true);
      const end = watch.signal.aborted
        ? "The run was cancelled; variables stay."
        : failed === undefined
          ? `All of ${plural(indices.length, "cell")} ran in ${seconds} s.`
          : `Cell ${failed} did not succeed; cells after it were not run.`;
      return `${end}\n\n${cellsWords(cells, indices.slice(0, failed === undefined ? undefined : indices.indexOf(failed) + 1))}`;
    },
  },
  {
    name: "gradbook_read_training",
    reference: "gradbookTraining",
    title: "Read a training",
    description:
      "Reads the train and validation curves that a `fit` of a Gradbook notebook has shown: series by epoch (abridged), best epoch, what early stopping did, the diagnosis (underfitting, overfitting, good fit, diverging) with its evidence and remedy, and the options of the call. Give `cell`, or nothing for the last training.",
    input: object({ notebook, cell: { type: "integer", minimum: 0, description: "Index of the cell." } }),
    acts: false,
    async call({ notebook: where, cell }, host) {
      const found = await host.notebook(where);
      const trainings = trainingsIn(found.cells());
      const chosen = cell === undefined ? trainings.slice(-1) : trainings.filter((one) => one.cell === cell);
      if (chosen.length === 0) throw new ToolError(noTraining(found, trainings, cell));
      return abridged(chosen.map(trainingWords).join("\n\n"), mostOfAll);
    },
  },
  {
    name: "gradbook_compare_trainings",
    reference: "gradbookCompare",
    title: "Compare trainings",
    description:
      "Compares the trainings that a Gradbook notebook shows: a line each with best epoch, last values and verdict, the one with the lowest validation loss first. Give `cells` to compare a few of them.",
    input: object({ notebook, cells: cellIndices }),
    acts: false,
    async call({ notebook: where, cells }, host) {
      const found = await host.notebook(where);
      const all = trainingsIn(found.cells());
      const chosen = cells ? all.filter(({ cell }) => cells.includes(cell)) : all;
      if (chosen.length === 0) throw new ToolError(noTraining(found, all, cells?.[0]));
      return abridged(comparisonWords(chosen), mostOfAll);
    },
  },
  {
    name: "gradbook_variables",
    reference: "gradbookVariables",
    title: "Look at variables",
    description:
      "Lists the variables of a Gradbook notebook's kernel with type, dtype, shape, bytes and range; or, with `name`, shows the value of one of them (first values of a tensor, layers of a model).",
    input: object({ notebook, name: { type: "string", description: "Name of one variable." } }),
    acts: false,
    async call({ notebook: where, name }, host, watch) {
      const found = await host.notebook(where);
      const variables = await found.variables();
      if (!variables) throw new ToolError("The kernel is not running: run cells first.");
      if (name === undefined) {
        const lines = variables.map((one) => `${one.name}: ${variableLine(one)}`);
        return lines.length === 0 ? "There are no variables yet." : abridged(lines.join("\n"), mostOfAll);
      }
      const one = variables.find((variable) => variable.name === name);
      if (!one)
        throw new ToolError(
          `There is no variable ${name}: there ${variables.length === 0 ? "are none yet" : `are ${variables.map((v) => v.name).join(", ")}`}.`,
        );
      const shown = (await found.look(name, watch)).map(outputWords).filter((text) => text !== "");
      return abridged([`${name}: ${variableLine(one)}`, ...shown].join("\n"), mostOfAll);
    },
  },
  {
    name: "gradbook_edit_cells",
    reference: "gradbookEdit",
    title: "Edit Gradbook cells",
    description:
      "Inserts, replaces and deletes cells of a Gradbook notebook through the notebook's own edits (in VS Code they can be undone, and are not saved). Indices are those before the first edit. `insert` puts a cell before index `at`; the number of cells appends one.",
    input: object(
      {
        notebook,
        edits: {
          type: "array",
          items: object(
            {
              edit: { type: "string", enum: ["insert", "replace", "delete"] },
              at: { type: "integer", minimum: 0 },
              kind: {
                type: "string",
                enum: ["code", "markdown"],
                description: "Of an inserted cell; code if left out.",
              },
              text: {
                type: "string",
                description: "The whole text of the inserted or replaced cell, without a fence.",
              },
            },
            ["edit", "at"],
          ),
        },
      },
      ["edits"],
    ),
    acts: true,
    async call({ notebook: where, edits = [] }, host) {
      const found = await host.notebook(where);
      const checked = edits.map((edit, i) => checkedEdit(edit, i, found.cells().length));
      if (checked.length === 0) throw new ToolError("edits is empty: say what to insert, replace or delete.");
      await found.edit(checked);
      const cells = found.cells();
      return `Done: ${plural(checked.length, "edit")}. The notebook has ${plural(cells.length, "cell")} now:\n${cells
        .map((cell, i) => `${i}: ${cell.kind}, ${JSON.stringify(firstLine(cell.text))}`)
        .join("\n")}`;
    },
  },
  {
    name: "gradbook_translate_pytorch",
    reference: "gradbookTranslate",
    title: "Translate PyTorch",
    description:
      "Translates Python that uses PyTorch, d2l or torchvision into a TypeScript cell for Gradbook. Places that need a look are marked TODO(Python) in the code and listed. Nothing is inserted into a notebook.",
    input: object({ code: { type: "string", description: "Python code." } }, ["code"]),
    acts: false,
    async call({ code = "" }, host) {
      const { text, marks } = await host.translate(code);
      const notes =
        marks.length === 0 ? "Nothing is marked." : `Marked:\n${marks.map((mark) => `- ${mark}`).join("\n")}`;
      return `\`\`\`ts\n${abridged(text, mostOfAll)}\n\`\`\`\n${notes}`;
    },
  },
  {
    name: "gradbook_api",
    reference: "gradbookApi",
    title: "Look up Gradbook's API",
    description:
      "Looks up a name of Gradbook's engine: signature, documentation, example, and how near its numbers are to PyTorch's. Takes PyTorch's names too (`torch.nn.functional.cross_entropy`). Use it before you write a cell with a call you are not sure of.",
    input: object(
      { query: { type: "string", description: "A name, such as nn.Linear, earlyStopping or softmax." } },
      ["query"],
    ),
    acts: false,
    async call({ query = "" }, host) {
      const found = await host.reference(query);
      if (found === null)
        throw new ToolError(`Gradbook has no ${query}. Try a shorter name, or a part of it, such as "loss".`);
      return abridged(found, mostOfAll);
    },
  },
];

/** @throws {ToolError} with what is wrong with the call */
export async function callTool(
  name: string,
  input: unknown,
  host: AgentHost,
  watch: RunWatch,
): Promise<string> {
  const tool = tools.find((one) => one.name === name);
  if (!tool)
    throw new ToolError(`There is no tool ${name}: there are ${tools.map((one) => one.name).join(", ")}.`);
  const fault = faultOf(input ?? {}, tool.input);
  if (fault !== null) throw new ToolError(`${name}: ${fault}`);
  return tool.call(input ?? {}, host, watch);
}

/** The code cells that a call means, in the notebook's order or its own. @throws {ToolError} when it means none */
export function chosenCells(
  { cells: wanted, which, containing }: ToolInput,
  cells: readonly AgentCell[],
): number[] {
  if ([wanted, which, containing].filter((one) => one !== undefined).length !== 1)
    throw new ToolError("Say which cells to run, in one way: cells, which, or containing.");
  if (wanted) {
    refuseOutside(wanted, cells);
    const wrong = wanted.find((i) => cells[i] && !runs(cells[i]));
    if (wrong !== undefined)
      throw new ToolError(
        `Cell ${wrong} is no TypeScript cell: ${headOf(wrong, cells[wrong] as AgentCell)}.`,
      );
    if (wanted.length === 0) throw new ToolError("cells is empty: name at least one.");
    return [...new Set(wanted)];
  }
  const ours = cells.flatMap((cell, i) => (runs(cell) ? [i] : []));
  if (which === "stale") return ours.filter((i) => typeof cells[i]?.stale === "string");
  const found = containing === undefined ? ours : ours.filter((i) => cells[i]?.text.includes(containing));
  if (found.length === 0)
    throw new ToolError(
      containing === undefined
        ? "The notebook has no TypeScript cells."
        : `No TypeScript cell contains ${JSON.stringify(containing)}.`,
    );
  return found;
}

function refuseOutside(indices: readonly number[], cells: readonly AgentCell[]): void {
  const outside = indices.find((i) => i >= cells.length);
  if (outside !== undefined)
    throw new ToolError(
      `There is no cell ${outside}: the notebook has ${plural(cells.length, "cell")}, counted from 0.`,
    );
}

function cellText(index: number, cell: AgentCell | undefined, brief: boolean): string {
  if (!cell) return "";
  const kind = cell.kind === "markdown" ? "markdown" : (cell.language ?? "typescript");
  const head = runs(cell) ? headOf(index, cell) : `cell ${index}`;
  const text = brief && cell.kind === "markdown" ? abridged(cell.text, 600) : cell.text;
  const shown = cell.outputs.map(outputWords).filter((line) => line !== "");
  const outputs =
    shown.length === 0 ? "" : `\nshowed:\n${brief ? abridged(shown.join("\n"), 1_200) : shown.join("\n")}`;
  return `[${head}] ${kind}\n${text}${outputs}`;
}

function noTraining(
  found: AgentNotebook,
  trainings: readonly { cell: number }[],
  cell: number | undefined,
): string {
  if (trainings.length === 0)
    return `${found.name} shows no training: run the cell that calls fit, with gradbook_run_cells.`;
  return `Cell ${cell} shows no training; cells ${[...new Set(trainings.map((one) => one.cell))].join(", ")} do.`;
}

function checkedEdit({ edit, at, kind, text }: RawEdit, i: number, count: number): CellEdit {
  const end = edit === "insert" ? count : count - 1;
  if (at > end)
    throw new ToolError(`edits[${i}].at is ${at}, but the notebook has ${plural(count, "cell")}.`);
  if (edit === "delete") return { edit, at };
  if (text === undefined) throw new ToolError(`edits[${i}] lacks text.`);
  return edit === "insert" ? { edit, at, kind: kind ?? "code", text } : { edit, at, text };
}

function firstLine(text: string): string {
  const line = text.trim().split("\n", 1)[0] ?? "";
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

function plural(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}
