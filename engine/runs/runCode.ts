/** The call of `fit` that a run's options come from, as far as they can be written down. */
import type { Setting } from "../payload/runs/runs.ts";

/** Options of `fit`, and what is known of the run besides. */
const ofFit = ["batchSize", "shuffle", "seed", "epochs"];
const notOptions = new Set([...ofFit, "parameters", "loss", "optimizer", "examples", "callbacks"]);

export function codeOf(
  settings: Readonly<Record<string, Setting>>,
  name: string,
  isOptimizer: boolean,
): string {
  const { loss, optimizer } = settings;
  const hyper = Object.entries(settings).filter(
    ([key, value]) => !notOptions.has(key) && !isDefault(key, value, optimizer ?? null),
  );
  const options = hyper.map(([key, value]) => `${key}: ${literal(value)}`).join(", ");
  const trainer = isOptimizer
    ? `new optim.${String(optimizer)}(net.parameters(), { ${options} })`
    : String(optimizer);
  const known = typeof loss === "string" && /^(mse|mae|huber|crossEntropy|bce|bceWithLogits)$/.test(loss);
  const lossText = known
    ? JSON.stringify(loss)
    : /Loss$/.test(String(loss))
      ? `new nn.${String(loss)}()`
      : loss === "Function"
        ? "myLoss"
        : String(loss);
  const lines = [
    `name: ${JSON.stringify(name)},`,
    `loss: ${lossText},`,
    `optimizer: ${trainer},`,
    ...ofFit.flatMap((key) => {
      const value = settings[key] ?? null;
      return value === null || (key === "shuffle" && value === true) ? [] : [`${key}: ${String(value)},`];
    }),
    ...(settings["callbacks"] ? [`// callbacks: ${String(settings["callbacks"])}`] : []),
  ];
  return `await fit(net, data, {\n${lines.map((line) => `  ${line}`).join("\n")}\n});`;
}

/** Most options of optimisers are 0 or false unless somebody says otherwise. */
function isDefault(key: string, value: Setting, optimizer: Setting): boolean {
  if (value === null || value === false) return true;
  return value === 0 && key !== "lr" && !(key === "weightDecay" && optimizer === "AdamW");
}

function literal(value: Setting): string {
  // Lists, such as `betas`, are kept as texts.
  if (typeof value === "string" && /^-?[\d.e+-]+(, -?[\d.e+-]+)+$/.test(value)) return `[${value}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
