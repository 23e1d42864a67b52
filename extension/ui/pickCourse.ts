/** Which course, and where the workspace has it. */
import * as vscode from "vscode";
import { textsIn } from "../../engine/payload/language.ts";

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

export function courseFile(course: Course, language: string): string {
  return `${course}.${textsIn({ en: "en", zh: "zh" }, language)}.grad.md`;
}

/** In a folder that is the course's own, or that has it as `examples/`. */
export async function courseInWorkspace(file: string): Promise<vscode.Uri | undefined> {
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
