/** Finds a course, or makes the person's own copy of it, in which they can write and save. */
import { createHash } from "node:crypto";
import * as vscode from "vscode";
import { textsIn } from "../../engine/payload/language.ts";

/** Remembers what was copied, to tell a copy that someone has edited from one that is merely old. */
const COPIED = "gradbook.course.copied";

/** By the names of their files, in the order in which they are read. */
const courses = ["deep-learning", "convolution-to-attention"] as const;

export type Course = (typeof courses)[number];

/** The course that is named, or the one that the person picks; nothing where nothing is picked. */
export async function pickCourse(named: unknown): Promise<Course | undefined> {
  const known = courses.find((course) => course === named);
  if (known) return known;
  const items: readonly (vscode.QuickPickItem & { course: Course })[] = [
    {
      course: "deep-learning",
      label: vscode.l10n.t("Deep learning"),
      detail: vscode.l10n.t("From a single neuron to the multilayer perceptron, early stopping and memory"),
    },
    {
      course: "convolution-to-attention",
      label: vscode.l10n.t("From convolution to attention"),
      detail: vscode.l10n.t("Images, sequences and a small Transformer, with what each of them sees"),
    },
  ];
  const placeHolder = vscode.l10n.t("Which course?");
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.course;
}

function courseFile(course: Course, language: string): string {
  return `${course}.${textsIn({ en: "en", zh: "zh" }, language)}.grad.md`;
}

/**
 * The course in the editor's language: the file in the workspace if there is one, otherwise a copy in the
 * extension's storage, with the data and pictures it refers to. A copy that was edited is never written over.
 */
export async function courseUri(context: vscode.ExtensionContext, course: Course): Promise<vscode.Uri> {
  const file = courseFile(course, vscode.env.language);
  const own = await courseInWorkspace(file);
  if (own) return own;

  const shipped = vscode.Uri.joinPath(context.extensionUri, "examples");
  const copies = vscode.Uri.joinPath(context.globalStorageUri, "course");
  await vscode.workspace.fs.createDirectory(copies);
  for (const [name, type] of await vscode.workspace.fs.readDirectory(shipped)) {
    if (type !== vscode.FileType.Directory) continue;
    const [from, to] = [vscode.Uri.joinPath(shipped, name), vscode.Uri.joinPath(copies, name)];
    await vscode.workspace.fs.copy(from, to, { overwrite: true });
  }
  const copy = vscode.Uri.joinPath(copies, file);
  await refreshCopy(context.globalState, vscode.Uri.joinPath(shipped, file), copy);
  return copy;
}

/** In a folder that is the course's own, or that has it as `examples/`. */
async function courseInWorkspace(file: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const places = folders.flatMap(({ uri }) => [
    vscode.Uri.joinPath(uri, file),
    vscode.Uri.joinPath(uri, "examples", file),
  ]);
  const exist = await Promise.all(
    places.map((uri) =>
      vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      ),
    ),
  );
  return places.find((_, i) => exist[i]);
}

async function refreshCopy(state: vscode.Memento, from: vscode.Uri, to: vscode.Uri): Promise<void> {
  const key = `${COPIED}.${to.path.slice(to.path.lastIndexOf("/") + 1)}`;
  const present = await vscode.workspace.fs.readFile(to).then(digest, () => undefined);
  if (present !== undefined && present !== state.get<string>(key)) return;
  const bytes = await vscode.workspace.fs.readFile(from);
  if (present === digest(bytes)) return;
  await vscode.workspace.fs.writeFile(to, bytes);
  await state.update(key, digest(bytes));
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
