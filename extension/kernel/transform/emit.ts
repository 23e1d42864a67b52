import remapping from "@jridgewell/remapping";
import { encodedMappings, TraceMap } from "@jridgewell/trace-mapping";
import ts from "typescript";
import { checkScript } from "./checkScript.ts";
import { diagnosticError, type ParsedText } from "./syntax/parse.ts";
import { sourcePosition, type Segment, type SourceMapV3 } from "./syntax/sourceMap.ts";
import { CellSyntaxError } from "./syntax/syntaxError.ts";
import { wholeTypeScript } from "./syntax/wholeTypeScript.ts";
import { editedSegments } from "./syntax/editedSegments.ts";
import type { EditedText } from "./syntax/textEdits.ts";

const options: ts.CompilerOptions = {
  // What Node 20 runs without help; decorators and `using` are turned into what it knows.
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  sourceMap: true,
  allowJs: true,
  isolatedModules: true,
  verbatimModuleSyntax: false,
  // Comments at the end of a cell would come after the marker that withoutMarker takes away.
  removeComments: true,
};

export interface Emission {
  /** The text before the edits, and what its source map is to call it. */
  source: { text: string; url: string };
  parsed: ParsedText;
  /** The edited text is JavaScript, so that TypeScript has nothing to write. */
  complete: boolean;
  /** Lines to put before the program; ends with a line break unless empty. */
  head: string;
  tail: string;
  /** V8 checks a script at once; a module it checks when it is loaded. Default `script`. */
  kind?: "script" | "module";
}

export interface Emitted {
  code: string;
  map: SourceMapV3;
  hoisted: boolean;
}

/**
 * Makes JavaScript of an edited text and checks that V8 takes the result.
 * @throws {CellSyntaxError} with TypeScript's message where it has one for the place, V8's otherwise
 */
export function emitJavaScript(edited: EditedText, emission: Emission): Emitted {
  const { source, parsed, head, tail, kind } = emission;
  const { body, segments } = emission.complete ? plain(edited, source.text) : transpiled(edited, source.text);
  const code = head + body + tail;
  const shifted = [...Array.from(head.matchAll(/\n/g), (): Segment[] => []), ...segments];
  const about = { version: 3 as const, sources: [source.url], sourcesContent: [source.text], names: [] };
  const map = new TraceMap({ ...about, mappings: shifted });
  if (kind !== "module") checkSyntax(code, map, parsed);
  return {
    code,
    map: { ...about, mappings: encodedMappings(map) },
    hoisted: /__(addDisposable|dispose)Resources?\b/.test(body),
  };
}

interface Body {
  body: string;
  segments: Segment[][];
}

/** The edited text is JavaScript. */
function plain(edited: EditedText, original: string): Body {
  return { body: edited.text, segments: editedSegments(edited, original) };
}

/** Has TypeScript write it. */
function transpiled(edited: EditedText, original: string): Body {
  const output = wholeTypeScript().transpileModule(edited.text, {
    compilerOptions: options,
    fileName: "cell.ts",
  });
  const body = withoutMarker(output.outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""));
  const edits = {
    version: 3 as const,
    sources: ["cell"],
    names: [],
    mappings: editedSegments(edited, original),
  };
  const { mappings } = remapping([output.sourceMapText ?? "", edits], () => null, { decodedMappings: true });
  return { body, segments: mappings as Segment[][] };
}

/** TypeScript ends a module that neither imports nor exports with an empty export, which a function cannot hold. */
function withoutMarker(text: string): string {
  const marker = "export {};\n";
  const at = text.lastIndexOf(marker);
  const own = at === 0 || text[at - 1] === "\n";
  return (own ? text.slice(0, at) + text.slice(at + marker.length) : text).trimEnd();
}

/** V8 finds the early errors that TypeScript's parser leaves to its checker, such as two `let`s of one name. */
function checkSyntax(code: string, map: TraceMap, parsed: ParsedText): void {
  const refused = checkScript(code);
  if (!refused) return;
  const at = refused.line === null ? null : sourcePosition(map, refused.line, refused.column);
  const fault = grammarFault(parsed, at?.line ?? null);
  if (fault) throw diagnosticError(fault, parsed.file);
  throw new CellSyntaxError(refused.message, { line: (at?.line ?? 0) + 1, column: (at?.column ?? 0) + 1 });
}

/** TypeScript's own words for what V8 refused: its grammar errors, and redeclarations and bad assignments. */
function grammarFault({ checked }: ParsedText, line: number | null): ts.DiagnosticWithLocation | null {
  const { program, file } = checked();
  const semantic = [2300, 2364, 2337, 2339, 2357, 2451, 2457, 2480, 2567, 2660, 2779, 17013, 18016];
  const faults = program
    .getSemanticDiagnostics(file)
    .filter(
      (fault): fault is ts.DiagnosticWithLocation =>
        fault.start !== undefined &&
        fault.category === ts.DiagnosticCategory.Error &&
        ((fault.code >= 1000 && fault.code < 2000) || semantic.includes(fault.code)),
    );
  const onLine = faults.find((fault) => file.getLineAndCharacterOfPosition(fault.start).line === line);
  return onLine ?? faults.find(({ code }) => code !== 2339) ?? null;
}
