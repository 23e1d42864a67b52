/** An import that has no module yet: `import { ten`. A name of the engine's completes it. */
import type { Span } from "../../protocol.ts";

export interface UnfinishedImport {
  /** Only types may be imported. */
  isType: boolean;
  /** Names that are there already. */
  names: ReadonlySet<string>;
  /** From the name that is typed to the end of the statement. */
  replace: Span;
  /** What is to stand there instead, but for the name. */
  before: string;
  after: string;
}

const opening =
  /(?:^|[\n;])[^\S\n]*import\s+(?<type>type\s+)?(?:(?<brace>\{)(?<others>[^{}"';]*?))?(?<typed>[\p{ID_Continue}$]*)$/u;
const ending =
  /^[\p{ID_Continue}$]*(?<more>[^{}"'`;()\n]*?)\s?(?<closing>\})?[^\S\n]*(?:from)?[^\S\n]*(?:""|''|["'])?;?[^\S\n]*(?=\n|$)/u;

/** Null where no such import is typed at the offset. */
export function unfinishedImport(text: string, offset: number): UnfinishedImport | null {
  const head = opening.exec(text.slice(0, offset))?.groups;
  const rest = head && ending.exec(text.slice(offset));
  if (!head || !rest) return null;
  const { type, brace, others = "", typed = "" } = head;
  const { more = "", closing } = rest.groups ?? {};
  if (!(brace && closing) && (more.trim() !== "" || closing)) return null;
  const start = offset - typed.length;
  return {
    isType: type !== undefined || /(?:^|,)\s*type\s+$/.test(others),
    names: new Set(`${others},${more}`.split(",").map((name) => name.trim().replace(/^type\s+/, ""))),
    replace: { start, length: offset + rest[0].length - start },
    before: brace ? (/\{$/.test(text.slice(0, start)) ? " " : "") : "{ ",
    after: `${more.trimEnd()} } from "gradbook";`,
  };
}
