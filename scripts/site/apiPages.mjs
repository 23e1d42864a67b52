/** The reference: a page for each group, in which every name has its signature, its comment and its parameters. */
import { ReflectionKind } from "typedoc";
import { apiGroups } from "./apiGroups.mjs";
import { nameOf } from "./apiModel.mjs";
import { summaries } from "./summaries.zh.mjs";

/**
 * @typedef {import("./apiModel.mjs").Symbol} Symbol
 * @typedef {import("typedoc").Comment} Comment
 * @typedef {import("typedoc").SignatureReflection} Signature
 * @typedef {import("./texts.mjs").Language} Language
 * @typedef {import("./page.mjs").Page} Page
 */

const words = {
  en: {
    title: "API reference",
    intro:
      "All that a cell can import from `gradbook`, from the comments in its code: the same texts that the editor shows. Names are PyTorch’s in camelCase.",
    names: "Names on this page",
    types: "Types of options and results",
    returns: "Returns",
    throws: "Throws",
    extends: "extends",
    same: "The same as",
    members: "Members",
    count: (/** @type {number} */ n) => `${n} names`,
    note: "",
  },
  zh: {
    title: "API 参考",
    intro:
      "单元格能从 `gradbook` 导入的一切，取自代码里的注释，与编辑器里显示的相同。名称是 PyTorch 的驼峰式写法。",
    names: "本页的名称",
    types: "选项与结果的类型",
    returns: "返回",
    throws: "抛出",
    extends: "继承自",
    same: "等同于",
    members: "成员",
    count: (/** @type {number} */ n) => `${n} 个名称`,
    note: "每个名称先有一句中文简介；其余说明取自代码注释，为英文。",
  },
};

/** @param {Symbol[]} symbols @returns {Map<string, string>} a name's page and anchor */
export function apiAddresses(symbols) {
  /** @type {Map<string, string>} */
  const addresses = new Map();
  for (const { name, id, page, declaration } of symbols) {
    if (!addresses.has(name)) addresses.set(name, `api/${page}.html#${id}`);
    for (const member of membersOf(declaration))
      addresses.set(`${name}.${member.name}`, `api/${page}.html#${anchor(`${id}.${member.name}`)}`);
  }
  return addresses;
}

/** @param {string} name */
const anchor = (name) => name.replaceAll(/[^\w.$-]/g, "");

/**
 * @param {Symbol[]} symbols
 * @param {Language} language
 * @param {import("./compiled.mjs").Product} product
 * @returns {Page[]}
 */
export function apiPages(symbols, language, { codeHtml, escapeHtml, markdownHtml }) {
  const text = words[language];
  const addresses = apiAddresses(symbols);
  const stale = Object.keys(summaries).filter((name) => !addresses.has(name));
  if (stale.length > 0) throw new Error(`summaries.zh.mjs tells of what is no name: ${stale.join(", ")}`);

  /** Comments are English: a screen reader is told so on Chinese pages. */
  const english = language === "en" ? "" : ' lang="en"';

  /** @param {string} shown */
  const markdown = (shown) => markdownHtml(shown, () => null);

  /** @param {readonly import("typedoc").CommentDisplayPart[] | undefined} parts */
  function commentHtml(parts) {
    const shown = (parts ?? [])
      .map((part) => {
        if (part.kind !== "inline-tag") return part.text;
        const target =
          typeof part.target === "object" && "kind" in part.target ? nameOf(part.target) : part.text;
        const address = addresses.get(target);
        return address ? `[\`${part.text}\`](../${address})` : `\`${part.text}\``;
      })
      .join("");
    return shown.trim() === "" ? "" : markdown(shown);
  }

  /** @param {Comment | undefined} comment */
  function describedHtml(comment) {
    if (!comment) return "";
    const tags = (/** @type {string} */ name) => comment.blockTags.filter(({ tag }) => tag === name);
    const lines = [...tags("@returns"), ...tags("@throws")].map(
      ({ tag, content }) =>
        `<div class="api-line"><strong>${tag === "@returns" ? text.returns : text.throws}</strong> ${commentHtml(content)}</div>`,
    );
    const examples = tags("@example").map(({ content }) => exampleHtml(content));
    return `<div class="api-words"${english}>${commentHtml(comment.summary)}${lines.join("")}${examples.join("")}</div>`;
  }

  /** @param {readonly import("typedoc").CommentDisplayPart[]} content */
  function exampleHtml(content) {
    const fenced = content.some((part) => part.kind === "code" && part.text.startsWith("```"));
    if (fenced) return commentHtml(content);
    const code = content
      .map(({ text: part }) => part)
      .join("")
      .trim();
    return `<pre><code>${codeHtml(code, "typescript")}</code></pre>`;
  }

  /** @param {Signature} signature */
  function parametersHtml({ parameters = [] }) {
    const rows = parameters.flatMap((parameter) => {
      const described = commentHtml(parameter.comment?.summary);
      return described === ""
        ? []
        : [`<dt><code>${escapeHtml(parameterName(parameter.name))}</code></dt><dd>${described}</dd>`];
    });
    return rows.length === 0 ? "" : `<dl class="api-parameters"${english}>${rows.join("")}</dl>`;
  }

  /** @param {string} name @param {readonly Signature[]} signatures @param {string} before */
  function signaturesHtml(name, signatures, before = "") {
    /** Overloads mostly share their comment: it stands once. @type {string[]} */
    const said = [];
    return signatures
      .map((signature) => {
        const described = describedHtml(signature.comment) + parametersHtml(signature);
        const shown = said.includes(described) ? "" : described;
        said.push(described);
        return `<pre class="api-signature"><code>${codeHtml(signatureText(name, signature, before), "typescript")}</code></pre>${shown}`;
      })
      .join("");
  }

  /** @param {string} name @param {string} id @param {import("typedoc").DeclarationReflection} member */
  function memberHtml(name, id, member) {
    const signatures = member.signatures ?? (member.getSignature ? [member.getSignature] : []);
    const called = member.signatures !== undefined;
    const fixed = member.flags.isStatic ? `${name.split(".").pop()}.` : ".";
    const shown = called
      ? signaturesHtml(
          member.kind === ReflectionKind.Constructor
            ? (name.split(".").pop() ?? "")
            : `${fixed}${member.name}`,
          signatures,
          member.kind === ReflectionKind.Constructor ? "new " : "",
        )
      : `<pre class="api-signature"><code>${codeHtml(`${member.flags.isReadonly ? "readonly " : ""}${member.name}${member.flags.isOptional ? "?" : ""}: ${typeText(member.type ?? signatures[0]?.type)}`, "typescript")}</code></pre>${describedHtml(member.comment ?? signatures[0]?.comment)}`;
    return `<div class="api-member" id="${id}">${shown}</div>`;
  }

  /** @param {Symbol} symbol */
  function symbolHtml({ name, id, kind, declaration, same }) {
    const summary = language === "zh" ? summaries[name] : undefined;
    const head = `<h2 id="${id}"><code>${escapeHtml(name)}</code></h2>${summary === undefined ? "" : `<p>${escapeHtml(summary)}</p>`}`;
    if (same !== null) {
      const address = addresses.get(same);
      const shown = `<code>${escapeHtml(same)}</code>`;
      return `<section class="api-symbol">${head}<p>${text.same} ${address ? `<a href="../${address}">${shown}</a>` : shown}</p></section>`;
    }
    // A class that nobody can import says nothing to a reader.
    const parents = (declaration.extendedTypes ?? []).flatMap((type) => {
      const parent = type.toString();
      const address = addresses.get(parent) ?? addresses.get(name.replace(/\w+$/, parent));
      return address ? [`<a href="../${address}"><code>${escapeHtml(parent)}</code></a>`] : [];
    });
    const inherits =
      parents.length > 0 ? `<p class="api-extends">${text.extends} ${parents.join(", ")}</p>` : "";
    if (kind === "function")
      return `<section class="api-symbol">${head}${signaturesHtml(name, declaration.signatures ?? [])}</section>`;
    const members = membersOf(declaration).map((member) =>
      memberHtml(name, anchor(`${id}.${member.name}`), member),
    );
    const type =
      declaration.type && members.length === 0
        ? `<pre class="api-signature"><code>${codeHtml(`${kind === "type" ? "type " : ""}${name.split(".").pop()}${kind === "type" ? " =" : ":"} ${typeText(declaration.type)}`, "typescript")}</code></pre>`
        : "";
    return `<section class="api-symbol">${head}${inherits}${type}${describedHtml(declaration.comment)}${members.join("")}</section>`;
  }

  /** @param {Symbol} symbol */
  const firstWords = ({ name, declaration, same }) => {
    if (same !== null) return same;
    const summary = language === "zh" ? summaries[name] : undefined;
    if (summary !== undefined) return summary;
    const comment = declaration.comment ?? declaration.signatures?.[0]?.comment;
    return (comment?.summary ?? [])
      .map((part) => part.text)
      .join("")
      .replaceAll(/\s+/g, " ");
  };

  const pages = apiGroups.map((group) => {
    const own = symbols.filter(({ page }) => page === group.name);
    const [calls, types] = [
      own.filter(({ kind }) => kind !== "type"),
      own.filter(({ kind }) => kind === "type"),
    ];
    const index = (/** @type {Symbol[]} */ some) =>
      `<ul class="api-names">${some.map(({ name, id }) => `<li><a href="#${id}"><code>${escapeHtml(name)}</code></a></li>`).join("")}</ul>`;
    const single = own.length === 1 ? own[0] : undefined;
    const names = single
      ? `<ul class="api-names">${membersOf(single.declaration)
          .map(
            (member) =>
              `<li><a href="#${anchor(`${single.name}.${member.name}`)}"><code>${escapeHtml(member.name)}</code></a></li>`,
          )
          .join("")}</ul>`
      : index(calls.length > 0 ? calls : types);
    const title = group.title[language];
    /** @type {Page} */
    const page = {
      path: `api/${group.name}.html`,
      title,
      section: "api",
      contents: [],
      note: text.note,
      body: `<h1>${escapeHtml(title)}</h1><nav aria-label="${text.names}">${names}</nav>${calls.map(symbolHtml).join("")}${
        types.length > 0
          ? `${calls.length > 0 ? `<h2 class="api-types" id="types">${text.types}</h2>${index(types)}` : ""}${types.map(symbolHtml).join("")}`
          : ""
      }`,
      found: [
        ...own.map((symbol) => ({
          anchor: symbol.id,
          title: symbol.name,
          text: firstWords(symbol).slice(0, 300),
        })),
        ...(single
          ? membersOf(single.declaration).map((member) => ({
              anchor: anchor(`${single.name}.${member.name}`),
              title: `${single.name}.${member.name}`,
              text: (member.signatures?.[0]?.comment?.summary ?? [])
                .map((part) => part.text)
                .join("")
                .slice(0, 200),
            }))
          : []),
      ],
    };
    return { page, title, size: single ? membersOf(single.declaration).length : own.length };
  });

  /** @type {Page} */
  const start = {
    path: "api/index.html",
    title: text.title,
    section: "api",
    contents: [],
    body: `<h1>${text.title}</h1>${markdown(text.intro)}<pre><code>${codeHtml('import * as torch from "gradbook";\nimport { fit, nn, optim, tensor } from "gradbook";', "typescript")}</code></pre><ul class="api-groups">${pages.map(({ page, title, size }) => `<li><a href="${page.path.slice(4)}"><strong>${escapeHtml(title)}</strong> <span>${text.count(size)}</span></a></li>`).join("")}</ul>`,
    found: [{ anchor: "", title: text.title, text: text.intro }],
  };
  return [start, ...pages.map(({ page }) => page)];
}

/** What a class or interface has of its own: the rest stands where it comes from, but for how it is made. @param {import("typedoc").DeclarationReflection} declaration */
function membersOf(declaration) {
  return (declaration.children ?? []).filter(
    ({ inheritedFrom, kind, name, flags }) =>
      (!inheritedFrom || kind === ReflectionKind.Constructor) && !flags.isPrivate && !/^[[#]/.test(name),
  );
}

/** Names that TypeDoc gives to parameters without one. @param {string} name */
const parameterName = (name) => (name === "__namedParameters" ? "options" : name);

/** @param {string} name @param {Signature} signature @param {string} before */
function signatureText(name, { parameters = [], typeParameters = [], type }, before) {
  const generic = typeParameters.length > 0 ? `<${typeParameters.map((one) => one.name).join(", ")}>` : "";
  const listed = parameters.map(
    ({ name: own, flags, type: takes, defaultValue }) =>
      `${flags.isRest ? "..." : ""}${parameterName(own)}${flags.isOptional || defaultValue !== undefined ? "?" : ""}: ${typeText(takes)}`,
  );
  const end = before === "new " ? "" : `: ${typeText(type)}`;
  const line = `${before}${name}${generic}(${listed.join(", ")})${end}`;
  if (line.length <= 84) return line;
  return `${before}${name}${generic}(\n${listed.map((one) => `  ${one},\n`).join("")})${end}`;
}

/** @param {import("typedoc").Type | undefined} type */
const typeText = (type) => type?.toString() ?? "void";
