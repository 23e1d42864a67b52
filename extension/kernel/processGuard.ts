/** Makes `process` fit for a notebook: ending the process is not a cell's to do, and warnings go to the cell. */
export function tameProcess(): void {
  process.exit = (): never => {
    throw new Error(
      "process.exit() would end the kernel with all its variables. To stop a cell, throw an error; to start afresh, restart the kernel.",
    );
  };
  // Node's own listener writes past the console, and warns of features that cells use on purpose.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
}
