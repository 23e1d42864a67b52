/** A course in a browser: a copy in the extension's storage, with the pictures that it refers to. */
import * as vscode from "vscode";
import { courseFile, courseInWorkspace, type Course } from "../ui/pickCourse.ts";

/** The file in the workspace if there is one; else the copy, which is never written over: a person may have edited it. */
export async function webCourseUri(context: vscode.ExtensionContext, course: Course): Promise<vscode.Uri> {
  const { fs } = vscode.workspace;
  const file = courseFile(course, vscode.env.language);
  const own = await courseInWorkspace(file);
  if (own) return own;
  const shipped = vscode.Uri.joinPath(context.extensionUri, "examples");
  const copies = vscode.Uri.joinPath(context.globalStorageUri, "course");
  const copy = vscode.Uri.joinPath(copies, file);
  const exists = await fs.stat(copy).then(
    () => true,
    () => false,
  );
  if (exists) return copy;
  const bytes = await fs.readFile(vscode.Uri.joinPath(shipped, file));
  // A web address has no list of what is behind it: the text says which pictures there are.
  const pictures = new TextDecoder().decode(bytes).matchAll(/\]\((img\/[\w./-]+)\)/g);
  for (const [, name = ""] of pictures) {
    const picture = await fs.readFile(vscode.Uri.joinPath(shipped, name)).then(
      (found) => found,
      () => null,
    );
    if (picture) await fs.writeFile(vscode.Uri.joinPath(copies, name), picture);
  }
  await fs.writeFile(copy, bytes);
  return copy;
}
