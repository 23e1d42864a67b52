/** Finds a course, or makes the person's own copy of it, in which they can write and save. */
import { createHash } from "node:crypto";
import * as vscode from "vscode";
import { courseFile, courseInWorkspace, type Course } from "./pickCourse.ts";

/** Remembers what was copied, to tell a copy that someone has edited from one that is merely old. */
const COPIED = "gradbook.course.copied";

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
