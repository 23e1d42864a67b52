/** HTML in Markdown that tries to get more into a page than text: what sanitisers are known to have failed at. */

const script = "alert(1)";

const elements = [
  `<script>${script}</script>`,
  `<script src="https://example.org/x.js"></script>`,
  `<SCRIPT>${script}</SCRIPT >`,
  `<script/x>${script}</script>`,
  `<div><script>${script}</script></div>`,
  `<div>\n<scr<script>ipt>${script}</scr</script>ipt>\n</div>`,
  `<scr<!-- -->ipt>${script}</scr<!-- -->ipt>`,
  "<style>body{display:none}</style>",
  "<div><style>@import 'https://example.org/x.css';</style></div>",
  '<link rel="stylesheet" href="https://example.org/x.css">',
  '<base href="https://example.org/">',
  '<div><base href="https://example.org/"></div>',
  '<meta http-equiv="refresh" content="0;url=https://example.org">',
  '<div><meta http-equiv="refresh" content="0;url=javascript:alert(1)"></div>',
  '<form action="https://example.org"><button formaction="javascript:alert(1)">x</button></form>',
  '<div><form action="javascript:alert(1)"><input type="submit"></form></div>',
  '<input autofocus onfocus="alert(1)">',
  `<iframe srcdoc="<script>${script}</script>"></iframe>`,
  '<div><iframe src="javascript:alert(1)"></iframe></div>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<embed src="javascript:alert(1)">',
  '<video><source onerror="alert(1)"></video>',
  '<audio src="x" onerror="alert(1)"></audio>',
  '<div><template><img src=x onerror="alert(1)"></template></div>',
  '<portal src="https://example.org"></portal>',
  '<marquee onstart="alert(1)">x</marquee>',
  '<frameset onload="alert(1)"><frame src="javascript:alert(1)"></frameset>',
  '<isindex action="javascript:alert(1)">',
  '<dialog open id="x"><slot name="y"></slot></dialog>',
];

const attributes = [
  "<img src=x onerror=alert(1)>",
  'text <img src=x onerror="alert(1)"> text',
  '<img src="a.png"onerror="alert(1)">',
  '<img src="a.png"/onerror="alert(1)"/>',
  '<img src=x:x srcset="https://example.org/1.png 1x, javascript:alert(1) 2x">',
  '<picture><source srcset="javascript:alert(1)"><img src="a.png"></picture>',
  "<b onclick=alert(1)>x</b>",
  '<b\nonclick\n=\n"alert(1)">x</b>',
  "<div\nonmouseover=alert(1)>\nx\n</div>",
  "<div><b/onclick=alert(1)>x</b></div>",
  '<details open ontoggle="alert(1)"><summary>x</summary></details>',
  '<p style="position:fixed" onclick="alert(1)" id="gradbook-plotly">x</p>',
  '<div style="background:url(https://example.org/x)">x</div>',
  '<div style="background:url(javascript:alert(1));width:expression(alert(1))">x</div>',
  '<table><tr><td style="text-align:center;background:url(https://example.org)">x</td></tr></table>',
  '<table background="javascript:alert(1)"><tr><td background="https://example.org/x">x</td></tr></table>',
  '<p contenteditable autofocus tabindex="1" onfocus="alert(1)">x</p>',
  '<p is="x-y" slot="z" part="w" nonce="1">x</p>',
  '<a href="https://example.org" ping="https://example.org/ping" target="_top" download>x</a>',
  '<p title="</p><script>alert(1)</script>">x</p>',
  '<div title="<!--"><p title="--><img src=x onerror=alert(1)>">x</p></div>',
  "<b <script>alert(1)</script>>",
  '<p "onclick=alert(1)//>x</p>',
  "<p \u0000onclick=alert(1)>x</p>",
  "<p/\u000conclick=alert(1)>x</p>",
];

const links = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " java\tscript:alert(1)",
  "java&#10;script:alert(1)",
  "&#106;avascript&colon;alert(1)",
  "&#x6A&#x61vascript&#58;alert(1)",
  "&#0000106avascript:alert(1)",
  "\u0001javascript:alert(1)",
  "&#1;javascript:alert(1)",
  "java&NewLine;script&colon;alert(1)",
  "javascript&Tab;:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "vbscript:msgbox(1)",
  "view-source:javascript:alert(1)",
  "feed:javascript:alert(1)",
  "jar:javascript:alert(1)",
  "command:workbench.action.quit",
  "file:///etc/passwd",
  "blob:https://example.org/1",
].flatMap((href) => [
  `<a href="${href}">x</a>`,
  `<div><a href='${href}'>x</a></div>`,
  `<div><img src="${href}"></div>`,
  `[x](<${href}>)`,
  `![x](<${href}>)`,
]);

const foreign = [
  "<svg onload=alert(1)></svg>",
  "<svg/onload=alert(1)>",
  "<div><svg><script>alert(1)</script></svg></div>",
  "<div><svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg></div>",
  "<div><svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg></div>",
  "<div><svg><animate onbegin=alert(1) attributeName=x></svg></div>",
  "<div><svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg></div>",
  "<div><svg></p><style><a id='</style><img src=1 onerror=alert(1)>'></svg></div>",
  "<math><mtext><script>alert(1)</script></mtext></math>",
  "<div><math href='javascript:alert(1)'>x</math></div>",
  "<div><math><maction actiontype='statusline' xlink:href='javascript:alert(1)'>x</maction></math></div>",
  "<math><mtext></mtext><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  "<div><math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'></div>",
  "<div><form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></div>",
  "<div><math><annotation-xml encoding='text/html'><style><img src=x onerror=alert(1)></style></annotation-xml></math></div>",
];

/** What one parser reads as text, and the next as markup. */
const mutating = [
  "<div><noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript></div>",
  "<div><textarea><p title='</textarea><img src=x onerror=alert(1)>'></textarea></div>",
  "<div><title><p title='</title><img src=x onerror=alert(1)>'></title></div>",
  "<div><xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp></div>",
  "<div><iframe><p title='</iframe><img src=x onerror=alert(1)>'></iframe></div>",
  "<div><noembed><p title='</noembed><img src=x onerror=alert(1)>'></noembed></div>",
  "<div><plaintext><img src=x onerror=alert(1)></div>",
  "<div><select><template><img src=x onerror=alert(1)></template></select></div>",
  "<div><option><style></option></select><img src=x onerror=alert(1)></style></div>",
  "<table><tr><td><p><table><img src=x onerror=alert(1)></table>",
  `<div>${"<b>".repeat(600)}<img src=x onerror=alert(1)></div>`,
  "<div><p id='</p><img src=x onerror=alert(1)>'>x</p></div>",
  "<div><![CDATA[><img src=x onerror=alert(1)>]]></div>",
  "<div><?xml version='1.0'?><?x ><img src=x onerror=alert(1)>?></div>",
  "<div><!DOCTYPE x [<!ENTITY y '<script>alert(1)</script>'>]>&y;</div>",
];

const comments = [
  "<!-- --><script>alert(1)</script><!-- -->",
  "<!-- a --><style>*{}</style>",
  "<!-- unclosed\n<img src=x onerror=alert(1)>",
  "> <!-- unclosed\n\n<img src=x onerror=alert(1)>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<!---><img src=x onerror=alert(1)>-->",
  "<div><!--!><img src=x onerror=alert(1)>--></div>",
  "<div><!-- --!><img src=x onerror=alert(1)> --></div>",
  "<div><!--[if IE]><script>alert(1)</script><![endif]--></div>",
  "<div title='unclosed\n\n<img src=x onerror=alert(1)>",
];

const markdown = [
  "`<script>alert(1)</script>`",
  "```html\n<script>alert(1)</script>\n```",
  '```"><script>alert(1)</script>\nx\n```',
  "# <img src=x onerror=alert(1)>",
  "| <script>alert(1)</script> |\n|:-:|\n| <img src=x onerror=alert(1)> |",
  '[x](https://example.org "\\" onclick=alert(1)")',
  "![<img src=x onerror=alert(1)>](a.png)",
  '![x](a.png "\\" onerror=alert(1)")',
  "$\\href{javascript:alert(1)}{x}$",
  "$\\text{<script>alert(1)</script>}$",
  "$</script><script>alert(1)</script>",
  "<javascript:alert(1)>",
  // What is put aside while a document is sanitised does not come to where its author says.
  'x `a` <span data-apart="0"></span> <b title=\'<span data-apart="0"></span>\'>y</b>',
  "<div title='<span data-apart=\"0\"></span>'>`<img src=x onerror=alert(1)>`</div>",
];

export const hostileMarkup: readonly string[] = [
  ...elements,
  ...attributes,
  ...links,
  ...foreign,
  ...mutating,
  ...comments,
  ...markdown,
];

/** Attributes that text may have. */
const harmless =
  "align alt aria-hidden cite class colspan datetime dir display encoding height href id lang mathcolor mathvariant minsize open reversed rowspan scope span src start stretchy title valign width xmlns";

/**
 * What in an element's tree could do more than show text, as a sentence; null where nothing can.
 * @param tags names of the elements that may be there
 */
export function harmIn(root: Element, tags: ReadonlySet<string>): string | null {
  for (const element of root.querySelectorAll("*")) {
    if (!tags.has(element.localName)) return `there is <${element.localName}>`;
    for (const { name, value } of element.attributes) {
      // An element cannot lose this one, so DOMPurify empties it.
      if (name === "is" && value === "") continue;
      const aligns = name === "style" && /^text-align:\s*(?:left|center|right);?$/.test(value);
      if (!aligns && !harmless.split(" ").includes(name))
        return `<${element.localName}> has ${name}="${value}"`;
      if (!["href", "src", "cite"].includes(name)) continue;
      // As a browser reads it; what a picture is loaded from runs nothing.
      const { protocol } = new URL(value, "https://page.example/");
      const shows = name === "src" && !["javascript:", "vbscript:"].includes(protocol);
      if (!shows && !["https:", "http:", "mailto:"].includes(protocol)) return `${name} leads to ${value}`;
    }
  }
  return null;
}
