/** A file that the person chooses; it is read in the page. */
import { largestFile, type FileControl } from "../../../engine/payload/control.ts";
import { sizeText, valueWords } from "../../../engine/payload/controlWords.ts";
import { element } from "../element.ts";
import { elementId, keepKeys, type ControlView, type ViewParts } from "./view.ts";

export function fileView(parts: ViewParts, first: FileControl): ControlView<FileControl> {
  const { document, texts } = parts;
  const id = elementId();
  const field = element(document, "input", "gradbook-control-file", {
    type: "file",
    id,
    ...(first.accept === "" ? {} : { accept: first.accept }),
  });
  const chosen = element(document, "span", "gradbook-control-chosen");
  const said = element(document, "span", "gradbook-control-said", { role: "alert" });
  const show = (control: FileControl): void => {
    chosen.textContent = valueWords(control, parts.language);
    said.textContent = control.value?.base64 === null ? texts.notKept : "";
  };
  const read = async (file: File): Promise<void> => {
    if (file.size > largestFile) {
      said.textContent = texts.tooLarge(sizeText(largestFile));
      return;
    }
    const base64 = encode(new Uint8Array(await file.arrayBuffer()));
    const value = { name: file.name, type: file.type, size: file.size, base64 };
    show({ ...first, value });
    parts.changed(value);
  };
  field.addEventListener("change", () => {
    const [file] = field.files ?? [];
    if (file)
      read(file).catch((error: unknown) => {
        said.textContent = error instanceof Error ? error.message : String(error);
      });
  });
  keepKeys(field);
  show(first);
  const name = element(document, "label", "gradbook-control-label", { for: id }, first.label);
  return { root: element(document, "div", "gradbook-control-row", {}, name, field, chosen, said), show };
}

function encode(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
