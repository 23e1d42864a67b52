/** What the start page says. */

const en = {
  title: "Train a network in the note you are writing",
  tryIt: "Train one in your browser",
  openCourse: "Open the course",
  axis: ["TypeScript", "PyTorch’s names", "offline"],
  start: {
    title: "Thirty seconds to the first training",
    steps: [
      "In VS Code’s <em>Extensions</em> view search for <strong>Gradbook</strong> and install it. Nothing else is needed.",
      "Open the command palette, run <strong>Gradbook: Open New Notebook</strong>, put this into a cell and press <kbd>Shift+Enter</kbd>.",
      "Watch it learn, stop itself and take back its best weights. The line below the curves says what they say.",
    ],
  },
  picturesTitle: "Everything is drawn from your own model, while it trains",
  pictures: {
    training: {
      line: "",
      more: "",
      alt: "Curves of training and validation loss: the best epoch is marked, early stopping ended the training, and a verdict says that it is a good fit",
    },
    verdict: {
      line: "Curves with a verdict.",
      more: "What they say, by which numbers, and what to do.",
      alt: "The training loss falls, the validation loss rises again; a verdict says that the network overfits, and what helps",
    },
    shapes: {
      line: "Shapes in the editor.",
      more: "Each tensor’s, where it is declared.",
      alt: "A cell in VS Code: behind each tensor stands its shape, such as 32 by 6 by 24 by 24",
    },
    graph: {
      line: "The graph, step by step.",
      more: "Forward and backward, the chain rule in numbers.",
      alt: "The computation graph in the middle of its backward pass, with the chain rule in numbers",
    },
    boundary: {
      line: "The decision boundary.",
      more: "It moves while the network learns.",
      alt: "Points of two classes and where the network says which",
    },
    controls: {
      line: "Controls.",
      more: "Move a slider, and what depends on it trains again.",
      alt: "Two sliders above a decision boundary in VS Code",
    },
    compare: {
      line: "Runs beside one another.",
      more: "From what each was given to what came of it.",
      alt: "The validation losses of several runs, and lines that lead from what each was given to what came of it",
    },
  },
  courses: {
    title: "Two courses, live in your browser",
    words:
      "Each is one page with the whole engine inside. Read it, change a number, train again; save it, and it runs without a network.",
    open: "Open and train",
    cells: (/** @type {number} */ n) => `${n} cells that run`,
  },
  what: {
    title: "What it is",
    rows: [
      [
        "Notebooks are Markdown",
        "A <code>*.grad.md</code> file is text with <code>ts</code> blocks. It reads well in a diff, and saving changes nothing that you did not change.",
      ],
      [
        "An engine is built in",
        "PyTorch’s names in camelCase, on SIMD kernels in WebAssembly. The same seed gives the same numbers.",
      ],
      [
        "A notebook is a page, too",
        "<em>Export as Live Page</em> writes one HTML file that trains, offline.",
      ],
      [
        "Cells behave",
        "Variables stay live across cells, interrupting keeps them, and a breakpoint stops in a cell.",
      ],
    ],
  },
  more: {
    title: "Read on",
    links: [
      ["docs/guide.html", "Guide", "all that a notebook can do"],
      ["docs/pytorch.html", "From PyTorch", "every call of the book, and what it is here"],
      ["api/index.html", "API reference", "every name, from the comments in the code"],
      ["docs/teaching.html", "Teaching", "exercises that check themselves, copies for students, grading"],
      ["docs/benchmarks.html", "Benchmarks", "measured beside PyTorch and the engines for JavaScript"],
      ["docs/developing.html", "Developing", "from a clone to a pull request"],
    ],
  },
};

/** @type {typeof en} */
const zh = {
  title: "在写笔记的地方，训练神经网络",
  tryIt: "在浏览器里训练一个",
  openCourse: "打开课程",
  axis: ["TypeScript", "PyTorch 的名称", "不需要网络"],
  start: {
    title: "三十秒，第一次训练",
    steps: [
      "在 VS Code 的<em>扩展</em>视图中搜索 <strong>Gradbook</strong> 并安装。不需要其他任何东西。",
      "打开命令面板，运行 <strong>Gradbook: 新建笔记本</strong>，把这段代码放进单元格，按 <kbd>Shift+Enter</kbd>。",
      "看它学习、自己停下、取回最好的权重。曲线下面的一行说明它们说了什么。",
    ],
  },
  picturesTitle: "一切都由您自己的模型画出，边训练边画",
  pictures: {
    training: {
      line: "",
      more: "",
      alt: "训练损失和验证损失的曲线：标出最好的一轮，提前停止结束了训练，诊断说拟合良好",
    },
    verdict: {
      line: "曲线与诊断。",
      more: "它们说明什么、依据哪些数、该怎么办。",
      alt: "训练损失下降，验证损失又回升；诊断说网络过拟合，并说明怎么办",
    },
    shapes: {
      line: "编辑器里的形状。",
      more: "每个张量的形状，就在声明它的地方。",
      alt: "VS Code 里的一个单元格：每个张量后面写着它的形状，例如 32×6×24×24",
    },
    graph: {
      line: "计算图，一步一步。",
      more: "向前、向后，链式法则带着数。",
      alt: "反向传播走到一半的计算图，链式法则带着数",
    },
    boundary: {
      line: "决策边界。",
      more: "网络学习时，它跟着移动。",
      alt: "两类点，以及网络在各处的判断",
    },
    controls: {
      line: "控件。",
      more: "拖动滑块，依赖它的单元格重新训练。",
      alt: "VS Code 里的两个滑块，下面是决策边界",
    },
    compare: {
      line: "多次训练放在一起比。",
      more: "从每次的设置通向它的结果。",
      alt: "几次训练的验证损失，以及从设置通向结果的连线",
    },
  },
  courses: {
    title: "两门课程，在浏览器里就能运行",
    words: "每门课程是一个网页，里面有整个引擎。读一读，改一个数，再训练一次；保存下来，没有网络也能运行。",
    open: "打开并训练",
    cells: (n) => `${n} 个可以运行的单元格`,
  },
  what: {
    title: "这是什么",
    rows: [
      [
        "笔记本就是 Markdown",
        "<code>*.grad.md</code> 是普通文本，其中的 <code>ts</code> 代码块就是单元格。比较差异一目了然；您没有改动的地方，保存时不会变。",
      ],
      [
        "引擎内置",
        "名称与 PyTorch 一致（驼峰式），由 WebAssembly 的 SIMD 内核计算。相同的随机种子得到相同的数。",
      ],
      ["笔记本也是网页", "<em>导出为可运行的网页</em> 写出一个可以训练的 HTML 文件，不需要网络。"],
      ["单元格合乎直觉", "变量在单元格之间保持联动，中断不会丢掉它们，断点能停在单元格里。"],
    ],
  },
  more: {
    title: "继续阅读",
    links: [
      ["docs/guide.html", "指南", "笔记本能做的一切"],
      ["docs/pytorch.html", "从 PyTorch 来", "书中的每个调用，在这里怎么写"],
      ["api/index.html", "API 参考", "每个名称，取自代码里的注释（英文）"],
      ["docs/teaching.html", "教学", "自己检查的练习、学生副本、评分（英文）"],
      ["docs/benchmarks.html", "测速", "与 PyTorch 和其他 JavaScript 引擎比较（英文）"],
      ["docs/developing.html", "开发", "从克隆仓库到提交"],
    ],
  },
};

export const landingTexts = { en, zh };
