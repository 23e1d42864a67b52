import os from "node:os";

/** The machine in one line: processor, cores, memory, system, Node.js. */
export function machineLine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const cores = os.availableParallelism();
  return (
    `${cpu?.model.trim() ?? "unknown processor"}, ${cores} ${cores === 1 ? "core" : "cores"}, ${memory} GB, ` +
    `${os.platform()} ${os.arch()}, Node.js ${process.versions.node}`
  );
}
