import type { SignatureInfo, Signatures } from "../../protocol.ts";
import { fileOffset } from "../places.ts";
import type { Cell } from "../project.ts";
import { documentation, markdown, plain } from "../readableText.ts";

export function signatures(cell: Cell, offset: number): Signatures | null {
  const help = cell.project.service.getSignatureHelpItems(cell.file, fileOffset(cell, offset), undefined);
  if (!help || help.applicableSpan.start < cell.prefix.text.length) return null;
  return {
    active: help.selectedItemIndex,
    parameter: help.argumentIndex,
    signatures: help.items.map((item) => {
      let label = plain(item.prefixDisplayParts);
      const separator = plain(item.separatorDisplayParts);
      const parameters: SignatureInfo["parameters"] = [];
      for (const [i, parameter] of item.parameters.entries()) {
        if (i > 0) label += separator;
        const start = label.length;
        label += plain(parameter.displayParts);
        parameters.push({
          label: [start, label.length],
          documentation: markdown(parameter.documentation),
        });
      }
      const tags = item.tags.filter(({ name }) => name !== "param");
      return {
        label: label + plain(item.suffixDisplayParts),
        documentation: documentation(item.documentation, tags),
        parameters,
      };
    }),
  };
}
