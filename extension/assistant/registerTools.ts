/** The tools of assistants in VS Code: the same as over MCP, on the notebooks that are open in the window. */
import path from "node:path";
import * as vscode from "vscode";
import type { Reference } from "../agents/reference.ts";
import { isToolError, ToolError } from "../agents/toolError.ts";
import type { AgentHost, ToolInput } from "../agents/tools.ts";
import type { Controller } from "../notebook/controller.ts";
import { activeNotebook, isServed } from "../notebook/notebookContext.ts";
import { NOTEBOOK_TYPE } from "../notebook/ids.ts";
import type { LiveCharts } from "../outputs/liveCharts.ts";
import { WindowNotebook } from "./windowNotebook.ts";

/** What package.json declares of tools, of which the rest is loaded when one is called. */
interface Manifest {
  version: string;
  contributes: { languageModelTools: { name: string }[] };
}

const loaded = (): Promise<typeof import("../agents/agents.entry.ts")> => import("../agents/agents.entry.ts");

/** Of what a confirmation shows of a cell. */
const mostShown = 600;

export function registerTools(
  context: vscode.ExtensionContext,
  controller: Controller,
  charts: LiveCharts,
): vscode.Disposable {
  const host = new WindowHost(context.extensionUri, controller, charts);
  const { contributes } = context.extension.packageJSON as Manifest;
  const registered = contributes.languageModelTools.map(({ name }) =>
    vscode.lm.registerTool<ToolInput>(name, {
      invoke: async ({ input }, token) => {
        const stopping = new AbortController();
        const listener = token.onCancellationRequested(() => stopping.abort());
        try {
          const { callTool } = await loaded();
          await refuseUntrusted(name);
          return result(
            await callTool(name, input, host, { progress: () => undefined, signal: stopping.signal }),
          );
        } catch (error) {
          // The model is to read what it can do about it.
          if (isToolError(error)) return result(`Error: ${error.message}`);
          throw error;
        } finally {
          listener.dispose();
        }
      },
      prepareInvocation: ({ input }) => prepared(name, input, host),
    }),
  );
  const server = vscode.lm.registerMcpServerDefinitionProvider("gradbook.mcp", {
    provideMcpServerDefinitions: () => [
      new vscode.McpStdioServerDefinition(
        "Gradbook",
        process.execPath,
        [vscode.Uri.joinPath(context.extensionUri, "dist", "cli.js").fsPath, "mcp"],
        { ELECTRON_RUN_AS_NODE: "1" },
        (context.extension.packageJSON as Manifest).version,
      ),
    ],
  });
  return vscode.Disposable.from(...registered, server);
}

class WindowHost implements AgentHost {
  readonly #extension: vscode.Uri;
  readonly #controller: Controller;
  readonly #charts: LiveCharts;
  #reference: Promise<Reference> | null = null;

  constructor(extension: vscode.Uri, controller: Controller, charts: LiveCharts) {
    this.#extension = extension;
    this.#controller = controller;
    this.#charts = charts;
  }

  async notebook(where: string | undefined): Promise<WindowNotebook> {
    return new WindowNotebook(await documentOf(where), this.#controller, this.#charts);
  }

  async translate(python: string): Promise<{ text: string; marks: string[] }> {
    const { PythonSyntaxError, translate } = await import("../translate/translate.ts");
    const { markText, syntaxErrorText } = await import("../ui/translationTexts.ts");
    try {
      const { text, marks } = translate(python, markText);
      return { text, marks: marks.map(markText) };
    } catch (error) {
      if (error instanceof PythonSyntaxError) throw new ToolError(syntaxErrorText(error));
      throw error;
    }
  }

  async reference(query: string): Promise<string | null> {
    this.#reference ??= loaded().then(({ readReference }) =>
      readReference(vscode.Uri.joinPath(this.#extension, "dist").fsPath),
    );
    return (await this.#reference).look(query);
  }
}

/** The notebook in front, or the one that is named, which is opened if need be. @throws {ToolError} */
async function documentOf(where: string | undefined): Promise<vscode.NotebookDocument> {
  if (where === undefined || where === "") {
    const open = activeNotebook() ?? vscode.workspace.notebookDocuments.find(isServed);
    if (open) return open;
    throw new ToolError("No Gradbook notebook is open: name one with notebook, its path.");
  }
  const known = vscode.workspace.notebookDocuments.find(
    ({ uri }) =>
      uri.fsPath === where || uri.toString() === where || vscode.workspace.asRelativePath(uri) === where,
  );
  if (known && isServed(known)) return known;
  const uri = uriOf(where);
  if (known || !/\.md$/i.test(uri.path))
    throw new ToolError(
      `${where} is no notebook that Gradbook runs: open it in VS Code and select the Gradbook kernel.`,
    );
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    throw new ToolError(`There is no file ${where}.`);
  }
  await vscode.commands.executeCommand("vscode.openWith", uri, NOTEBOOK_TYPE, { preserveFocus: true });
  const opened = vscode.workspace.notebookDocuments.find((one) => one.uri.toString() === uri.toString());
  if (opened) return opened;
  throw new ToolError(`${where} could not be opened as a notebook.`);
}

function uriOf(where: string): vscode.Uri {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(where)) return vscode.Uri.parse(where);
  if (path.isAbsolute(where)) return vscode.Uri.file(where);
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new ToolError(`No folder is open: give the whole path of ${where}.`);
  return vscode.Uri.joinPath(folder.uri, where);
}

async function acts(name: string): Promise<boolean> {
  const { tools } = await loaded();
  return tools.some((tool) => tool.name === name && tool.acts);
}

async function refuseUntrusted(name: string): Promise<void> {
  if (name !== "gradbook_variables" && !(await acts(name))) return;
  if (vscode.workspace.isTrusted) return;
  throw new ToolError(
    "This workspace is not trusted: cells do not run and are not changed by tools. The person can trust it with the command Workspaces: Manage Workspace Trust.",
  );
}

async function prepared(
  name: string,
  input: ToolInput,
  host: WindowHost,
): Promise<vscode.PreparedToolInvocation> {
  if (!(await acts(name))) return {};
  const notebook = input.notebook ?? activeNotebook()?.uri.path.split("/").at(-1) ?? "";
  const message = new vscode.MarkdownString();
  if (name === "gradbook_run_cells") {
    message.appendText(vscode.l10n.t("These cells run with your rights on this machine:"));
    for (const text of await textsToRun(input, host)) message.appendCodeblock(text, "typescript");
    return {
      invocationMessage: vscode.l10n.t("Running cells of {0}", notebook),
      confirmationMessages: { title: vscode.l10n.t("Run cells of {0}?", notebook), message },
    };
  }
  for (const { edit, at, text = "" } of input.edits ?? []) {
    const what =
      edit === "insert"
        ? vscode.l10n.t("Insert before cell {0}:", at)
        : edit === "delete"
          ? vscode.l10n.t("Delete cell {0}", at)
          : vscode.l10n.t("Replace cell {0} by:", at);
    message.appendText(what);
    if (edit !== "delete") message.appendCodeblock(shortened(text), "typescript");
    else message.appendMarkdown("\n\n");
  }
  return {
    invocationMessage: vscode.l10n.t("Editing cells of {0}", notebook),
    confirmationMessages: { title: vscode.l10n.t("Edit cells of {0}?", notebook), message },
  };
}

/** Nothing where the call is wrong: the tool itself says why. */
async function textsToRun(input: ToolInput, host: WindowHost): Promise<string[]> {
  const { chosenCells } = await loaded();
  try {
    const cells = (await host.notebook(input.notebook)).cells();
    return chosenCells(input, cells).map((i) => shortened(cells[i]?.text ?? ""));
  } catch {
    return [];
  }
}

function shortened(text: string): string {
  return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

function result(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
