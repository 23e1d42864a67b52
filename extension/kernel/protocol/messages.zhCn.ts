import { hostChinese } from "./hostMessages.zhCn.ts";

/** 简体中文. Keys are the English texts that `say` is called with. */
export const simplifiedChinese: Readonly<Record<string, string>> = {
  ...hostChinese,
  "The cell was stopped; variables are kept.": "单元格已停止；变量仍然保留。",
  "The cell was stopped while it waited; variables are kept.": "单元格在等待时被停止；变量仍然保留。",
  "The cell did not react and was cut off; variables are kept, but no cleanup of it has run.":
    "单元格没有响应，已被强行中断；变量仍然保留，但其清理代码没有运行。",
  "The cell was stopped before it trained again; variables are kept.":
    "单元格已停止，没有再次训练；变量仍然保留。",
  "The cell was stopped before the machine ran out of memory. Let go of what you no longer need; variables are kept.":
    "单元格在耗尽机器内存之前被停止。请释放不再需要的数据；变量仍然保留。",
  "This is nested too deeply. Give parts of it names of their own.": "嵌套过深。请给其中的一部分单独命名。",
  "It is too large.": "内容过大。",
  "The cell threw a value that cannot be shown.": "单元格抛出了一个无法显示的值。",
  "Assignment to constant variable '{0}'.": "不能给常量 '{0}' 赋值。",
  "{0} is a Python package. In TypeScript, write: {1}": "{0} 是 Python 的软件包。在 TypeScript 中请写：{1}",
  "fit(…) was not awaited: the cell has ended, and it trains on. Write: await fit(…)":
    "没有等待 fit(…)：单元格已经结束，而训练仍在进行。请写：await fit(…)",
  "The gradients of all passes add up, since nothing forgets them between two steps. Call the optimizer's zeroGrad() before backward().":
    "每一次反向传播的梯度都在累加，因为两次 step 之间没有清零。请在 backward() 之前调用优化器的 zeroGrad()。",
  "Import it first: {0}": "请先导入：{0}",
  "Operators do not work on tensors. Write: {0}": "运算符不能用于张量。请写：{0}",
  "Brackets do not reach into a tensor. Write: {0}": "方括号不能取出张量的元素。请写：{0}",
  "plot draws numbers, no categories. Number them, as in names.map((_, i) => i).":
    "plot 只画数字，不画类别。请给类别编号，例如 names.map((_, i) => i)。",
  "{0}(…) is not waited for: the cell goes on at once. Write: await {0}(…)":
    "没有等待 {0}(…)：单元格会立即继续。请写：await {0}(…)",
  "The gradients of every pass add up: nothing forgets them. Write before backward: {0}":
    "每一次反向传播的梯度都在累加，没有被清零。请在 backward 之前写：{0}",
  "In TypeScript, write: {0}": "在 TypeScript 中请写：{0}",
  "This is Python. In TypeScript, write: {0}": "这是 Python。在 TypeScript 中请写：{0}",
  "Did you mean {0}?": "您是指 {0} 吗？",
  "A cell declares {0}, but it ended before that. Run that cell again.":
    "有一个单元格声明了 {0}，但它在此之前就结束了。请重新运行该单元格。",
  'Import it first: import { {0} } from "gradbook"': '请先导入：import { {0} } from "gradbook"',
  "There is no module {0} (looked for {1}).": "找不到模块 {0}（查找位置：{1}）。",
  "The package {0} is not installed. Run `npm install {0}` in {1}":
    "软件包 {0} 尚未安装。请在 {1} 中运行 `npm install {0}`",
  'Cells import packages by their names, without {0}: Run `{1}` in {2}, and write: from "{3}"':
    '单元格按名称导入软件包，不带 {0}。请在 {2} 中运行 `{1}`，并写：from "{3}"',
  "Cells import nothing from the web. Save {0} beside the notebook and import that file, or install the package that it belongs to with npm.":
    "单元格不能从网络导入。请将 {0} 保存到笔记本旁并导入该文件，或用 npm 安装它所属的软件包。",
  "{0} belongs to another runtime; the kernel is Node, whose modules begin with node:":
    "{0} 属于另一种运行时；内核是 Node，其模块以 node: 开头",
  '{0} has no default export. Write: import { … } from "{0}"':
    '{0} 没有默认导出。请写：import { … } from "{0}"',
  "{0} does not export {1}.": "{0} 没有导出 {1}。",
  "Cells have {0} without importing it: leave it out here.": "单元格无需导入就有 {0}：请在这里去掉它。",
  "Import {0}, and write {1}.": "请导入 {0}，并写 {1}。",
  "Output is cut after {0} characters; the cell goes on.":
    "输出超过 {0} 个字符，其余部分不再显示；单元格继续运行。",
  "The thread that runs cells has ended.": "运行单元格的线程已结束。",
  "The thread that runs cells has failed: {0}": "运行单元格的线程出错：{0}",
  "The kernel could not turn this cell into JavaScript: {0}": "内核无法将此单元格转换为 JavaScript：{0}",
  "The functions call each other too deeply, or without end.": "函数之间的调用层数过深，或者没有终止。",
  "A string can hold at most {0} characters.": "一个字符串最多包含 {0} 个字符。",
  "An array has a whole number of elements, at most {0}.": "数组的元素个数必须是整数，最多 {0} 个。",
  "There is not enough memory for it. Let go of what is no longer needed.":
    "内存不足。请释放不再需要的数据。",
  "All of it is in {0}": "全部内容在 {0}",
  "{0} more outputs are not shown: {1} are shown for one run.":
    "另有 {0} 个输出未显示：每次运行最多显示 {1} 个。",
  "This output is too large to be shown: {0} MB.": "此输出太大，无法显示：{0} MB。",
  "This output cannot be shown: {0}": "无法显示此输出：{0}",
  "toMimeBundle() must return an object from MIME types to data.":
    "toMimeBundle() 必须返回一个由 MIME 类型到数据的对象。",
  "display.json: this value has no JSON form.": "display.json：此值没有 JSON 形式。",
  'display.plotly: give an object with the traces in data. Write display.plotly({ data: [{ type: "bar", x, y }], layout: { title: "…" } }).':
    'display.plotly：请给出一个对象，轨迹写在 data 中。请写：display.plotly({ data: [{ type: "bar", x, y }], layout: { title: "…" } })。',
  "display.plotly: a figure has no {0}, only data, layout and config. Correct the name.":
    "display.plotly：图没有 {0}，只有 data、layout 和 config。请改正名称。",
  "display.plotly: frames are not drawn. Show each in its place with the handle's update().":
    "display.plotly：不支持 frames。请用返回值的 update() 依次显示每一帧。",
  'display.plotly: data is an array of traces. Write data: [{ type: "bar", x, y }], with brackets also around one.':
    'display.plotly：data 是由轨迹组成的数组。请写：data: [{ type: "bar", x, y }]，只有一条轨迹时也要加方括号。',
  "display.plotly: {0} is drawn on a map, which comes by the network, and a notebook loads nothing. Draw longitude and latitude as x and y of a scatter.":
    "display.plotly：{0} 画在地图上，而地图要从网络获取，笔记本不加载任何东西。请将经度和纬度作为 scatter 的 x 和 y 绘制。",
  "display.plotly: plotly.js has no kind of trace called {0}.":
    "display.plotly：plotly.js 没有名为 {0} 的轨迹类型。",
  "It has {0}.": "可用的有 {0}。",
  "display.plotly: layout.{0} is a map, which comes by the network, and a notebook loads nothing. Leave it out.":
    "display.plotly：layout.{0} 是地图，而地图要从网络获取，笔记本不加载任何东西。请去掉它。",
  "display.plotly: plotly.js knows no template by the name {0}. Leave it out, for the editor's theme, or give the template as an object.":
    "display.plotly：plotly.js 没有名为 {0} 的模板。请去掉它以使用编辑器的主题，或以对象给出模板。",
  "display.plotly: a picture of layout.images comes from {0}, and a notebook loads nothing. Give it as a data URL, such as data:image/png;base64,….":
    "display.plotly：layout.images 中的图片来自 {0}，而笔记本不加载任何东西。请以 data URL 给出，例如 data:image/png;base64,…。",
  "display.plotly: config.{0} is not followed here, only {1}. Leave it out.":
    "display.plotly：此处不支持 config.{0}，只支持 {1}。请去掉它。",
  'display.plotly: {0} must be an object, such as { type: "bar", x, y }.':
    'display.plotly：{0} 必须是对象，例如 { type: "bar", x, y }。',
  "display.plotly: {0} is a {1}, which no drawing can hold. Give its value, or leave it out.":
    "display.plotly：{0} 是 {1}，图中无法保存。请给出它的值，或去掉它。",
  "display.plotly: {0} is a proxy. Give a plain object with its values.":
    "display.plotly：{0} 是代理对象。请给出含有其值的普通对象。",
  "display.plotly: {0} is an object that it stands in itself. Leave it out, or copy what is to be drawn.":
    "display.plotly：{0} 引用了包含它自身的对象。请去掉它，或复制要绘制的部分。",
  "display.plotly: {0} is nested too deeply. Give plain arrays and objects.":
    "display.plotly：{0} 嵌套过深。请给出普通的数组和对象。",
  "display.plotly: {0} is a Map. Write Object.fromEntries(…), or [...map.values()].":
    "display.plotly：{0} 是 Map。请写 Object.fromEntries(…) 或 [...map.values()]。",
  "display.plotly: {0} is an object of a class. Give plain objects, arrays, typed arrays or tensors.":
    "display.plotly：{0} 是某个类的对象。请给出普通对象、数组、类型化数组或张量。",
  "display.plotly: up to {0} the figure holds more than {1} values, too many for a page. Draw every tenth point, or count them in the cell.":
    "display.plotly：到 {0} 为止，图中的值已超过 {1} 个，页面无法承受。请每十个点画一个，或在单元格中先作统计。",
  "display.{0}: give a string, not {1}.": "display.{0}：请给出字符串，而不是 {1}。",
  "display.png: give a PNG as a Uint8Array, as base64 or as a data URL; this is something else.":
    "display.png：请以 Uint8Array、base64 或 data URL 给出 PNG；给出的不是 PNG。",
  "The cell replaced built-ins that the kernel needs; they were put back: {0}":
    "单元格替换了内核所需的内置对象，现已恢复：{0}",
  "{0} errors so far that nobody caught; of the next ones few are shown.":
    "到目前为止有 {0} 个未被捕获的错误；之后的错误只显示少数。",
  "process.chdir: {0} cannot be made the working directory.": "process.chdir：无法将 {0} 设为工作目录。",
  "{0} more properties": "另有 {0} 个属性",
  "… {0} more lines": "…… 另有 {0} 行",
  "… {0} more characters": "…… 另有 {0} 个字符",
  "{0} and {1} more": "{0} 等另外 {1} 个",
  "process.{0}() would end the kernel with all its variables. To stop a cell, throw an error; to start afresh, restart the kernel.":
    "process.{0}() 会结束内核并丢失所有变量。要停止单元格，请抛出错误；要重新开始，请重启内核。",
  "A cell cannot re-export from a module. Import the names instead: cells below see them.":
    "单元格不能从模块再导出。请改为导入这些名称：下方的单元格都能看到它们。",
  'import … = require() does not work in a cell. Write: import {0} from "{1}"':
    '单元格中不能使用 import … = require()。请写：import {0} from "{1}"',
  "export = does not work in a cell. Leave it out: cells below see every name.":
    "单元格中不能使用 export =。请去掉它：下方的单元格能看到所有名称。",
  "'arguments' can only be used within a function.": "'arguments' 只能在函数中使用。",
  "Duplicate identifier '{0}'.": "标识符“{0}”重复。",
  "Nothing may be called '{0}'.": "不能用“{0}”作名称。",
  "'using' needs a value: using {0} = …": "using 需要一个值：using {0} = …",
  "import() needs to be told what to import.": "import() 需要说明要导入什么。",
  "import.{0} does not work in a cell. Use import().": "import.{0} 不能在单元格中使用。请改用 import()。",
  "import.meta cannot be assigned to.": "不能给 import.meta 赋值。",
  "A 'return' statement can only be used within a function body.": "'return' 语句只能在函数体中使用。",
  "'delete' cannot be called on an identifier in strict mode.": "在严格模式下不能对标识符使用 'delete'。",
  "Import declaration conflicts with local declaration of '{0}'.": "导入声明与局部声明 '{0}' 冲突。",
  "Meta-property 'new.target' is only allowed in the body of a function declaration, function expression, or constructor.":
    "元属性 'new.target' 只能在函数声明、函数表达式或构造函数的主体中使用。",
  // Checks of exercises.
  "{0}: right, {1} of {2} points": "{0}：正确，{2} 分中的 {1} 分",
  "{0}: {1} of {2} parts right, {3} of {4} points": "{0}：{2} 个部分中 {1} 个正确，{4} 分中的 {3} 分",
  "This does not hold.": "这不成立。",
  "{0} was expected, and {1} is there.": "应为 {0}，实际为 {1}。",
  "A tensor was expected, and {0} is there.": "应为张量，实际为 {0}。",
  "Numbers or a tensor were expected, and {0} is there.": "应为数字或张量，实际为 {0}。",
  "A History was expected, as fit gives it, and {0} is there.": "应为 fit 返回的 History，实际为 {0}。",
  "dtype {0} was expected, and {1} is there.": "dtype 应为 {0}，实际为 {1}。",
  'Convert it: x.to("{0}").': '请转换：x.to("{0}")。',
  "It has no gradient yet: call backward() on what was computed of it.":
    "它还没有梯度：请对由它算出的结果调用 backward()。",
  "It has no gradient: make it with { requiresGrad: true }.":
    "它没有梯度：创建时请写 { requiresGrad: true }。",
  "The gradient is not right.": "梯度不正确。",
  "The history has no {0}; it has {1}. Was validation given to fit?":
    "history 中没有 {0}，只有 {1}。fit 是否给了 validation？",
  "{0} was to come below {1} within {2} epochs.": "{0} 应在 {2} 个 epoch 之内降到 {1} 以下。",
  "{0} was to come below {1}.": "{0} 应降到 {1} 以下。",
  "It did so only in epoch {0}: it learns too slowly.": "到第 {0} 个 epoch 才做到：学得太慢。",
  "It was never a number: the training diverged. Try a smaller learning rate.":
    "它始终不是数字：训练发散了。请尝试更小的学习率。",
  "The lowest was {0}, after {1} epochs.": "最低为 {0}，在 {1} 个 epoch 之后。",
  "It throws, but says: {0}": "它抛出了错误，但内容是：{0}",
  "It was to throw, and did not.": "它应抛出错误，却没有。",
  "Nothing is there yet: {0}. Is a return missing, or the answer?":
    "这里还什么都没有：{0}。是缺少 return，还是还没有作答？",
  "A promise is there, which has to be waited for: write await.":
    "这里是一个 promise，需要等待：请写 await。",
  "check: numbers or a tensor are to be expected, not {0}.": "check：期望值应为数字或张量，而不是 {0}。",
  "Shape {0} was expected, and {1} is there.": "形状应为 {0}，实际为 {1}。",
  "It is the transpose: try .T.": "它是转置：试试 .T。",
  "The number of elements is right: reshape arranges them.": "元素个数是对的：可以用 reshape 重新排列。",
  "{0} of {1} elements are not right.": "{1} 个元素中有 {0} 个不正确。",
  "The worst is at {0}: {1} was expected, and {2} is there.": "差得最多的在 {0}：应为 {1}，实际为 {2}。",
  "NaN comes of 0 / 0, of log of a negative number, or of a training that diverged.":
    "NaN 来自 0 / 0、负数的对数，或发散的训练。",
  "The sign is the other way round.": "符号反了。",
  "Everything is {0} times what it should be.": "所有值都是应有值的 {0} 倍。",
  "check: {0} is checked twice in one cell. Put all parts into one check.":
    "check：{0} 在同一个单元格中检查了两次。请把所有部分放进一个 check。",
  'check: name the exercise with letters, digits and hyphens, as in check("relu-slope", { … }).':
    'check：练习的名称由字母、数字和连字符组成，例如 check("relu-slope", { … })。',
  'check: give an object of what to look at, as in { "the slope is 1": (t) => t.close(slope, 1) }.':
    'check：请给出要检查的内容，例如 { "斜率为 1": (t) => t.close(slope, 1) }。',
  'check: "{0}" is no function, nor a positive weight with a test.':
    "check：“{0}”既不是函数，也不是带有正权重的 test。",
  "{0} cannot be imported while answers are graded: only gradbook can.":
    "评分时不能导入 {0}：只能导入 gradbook。",
  "{0} is a part of Node.js, and this kernel runs in a browser. Open the notebook in VS Code on a computer to use it.":
    "{0} 是 Node.js 的一部分，而此内核在浏览器中运行。要使用它，请在电脑上的 VS Code 中打开此笔记本。",
  'Cells import packages by their names, without {0}: write: from "{1}"':
    '单元格按名称导入包，不带 {0}：请写 from "{1}"',
  "The package {0} is not in a node_modules folder of the workspace. Add it there, or name a module server in the setting gradbook.browser.moduleServer.":
    "工作区的 node_modules 文件夹中没有包 {0}。请将它放入其中，或在设置 gradbook.browser.moduleServer 中指定模块服务器。",
  "The package {0} is not in a node_modules folder of the workspace, and the module server in the setting gradbook.browser.moduleServer did not give it ({1}).":
    "工作区的 node_modules 文件夹中没有包 {0}，设置 gradbook.browser.moduleServer 中的模块服务器也没有给出它（{1}）。",
  "These files import each other in a circle, which a kernel in a browser cannot load: {0}":
    "这些文件循环导入，浏览器中的内核无法加载：{0}",
  "There is no file {0} (looked for {1}).": "没有文件 {0}（查找位置：{1}）。",
  "{0} does not come with this Gradbook.": "此 Gradbook 不附带 {0}。",
  "{0} would end the kernel with all its variables. To stop a cell, throw an error; to start afresh, restart the kernel.":
    "{0} 会结束内核并丢失所有变量。要停止单元格，请抛出错误；要重新开始，请重启内核。",
};
