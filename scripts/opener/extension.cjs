const vscode = require("vscode");

/** Opens the notebook that the environment names, unless the window has brought back one. */
exports.activate = async () => {
  const file = process.env.GRADBOOK_OPEN;
  if (!file || vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0)) return;
  await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.file(file), "gradbook");
};
