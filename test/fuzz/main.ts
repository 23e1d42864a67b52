/**
 * The differential fuzzer on the command line: `npm run fuzz -- --programs 20000 --seed 7`. See docs/fuzzing.md.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { backendNames, openBackends } from "./backends.ts";
import { campaign, type CampaignOptions, shrunk } from "./campaign.ts";
import { families } from "./grammar/index.ts";
import { pythonOf, typescriptOf } from "./print.ts";
import { Torch, torchVersion } from "./torch.ts";
import { torture } from "./torture.ts";

const { values } = parseArgs({
  options: {
    "programs": { type: "string", default: "2000" },
    "seed": { type: "string", default: "1" },
    "backend": { type: "string", multiple: true, default: ["all"] },
    "only": { type: "string", multiple: true, default: [] },
    "no-torch": { type: "boolean", default: false },
    // What to show: findings whose line matches, and how many at most.
    "show": { type: "string", default: "" },
    "most": { type: "string", default: "20" },
    // For `npm test`: a file for the counts, and steps of memory torture on each backend.
    "counts": { type: "string" },
    "torture": { type: "string", default: "0" },
  },
});
const unknown = values.only.find((family) => !families.includes(family));
if (unknown !== undefined)
  throw new Error(`There is no family ${unknown}: the families are ${families.join(", ")}.`);
const all = values.backend.includes("all");
const backends = openBackends(all ? backendNames : values.backend);
const version = values["no-torch"] || (!all && !values.backend.includes("torch")) ? null : torchVersion();
const torch = version === null ? null : new Torch();
const options: CampaignOptions = {
  programs: Number(values.programs),
  seed: Number(values.seed),
  families: values.only,
  backends,
  torch,
};
const started = performance.now();
const report = await campaign(options);
const seconds = (performance.now() - started) / 1000;
console.log(
  `${report.programs} programs, ${report.steps} steps, ${report.refusals} refused, in ${seconds.toFixed(1)} s ` +
    `(${(report.programs / seconds).toFixed(0)}/s), on js, ${backends.map(({ name }) => name).join(", ")}; ` +
    (version === null ? "PyTorch is not compared with" : `PyTorch ${version}`),
);
if (torch && torch.crashes > 0) console.log(`PyTorch itself crashed at ${torch.crashes} programs`);
for (const [id, count] of report.allowed) console.log(`allowed ${String(count).padStart(6)} × ${id}`);
for (const { count, against, signature } of report.findings)
  console.log(`${String(count).padStart(6)} × ${against}: ${signature}`);
const wanted = report.findings.filter(({ against, signature }) =>
  `${against}: ${signature}`.match(values.show),
);
for (const finding of wanted.slice(0, Number(values.most))) {
  const { against, signature, program, difference } = await shrunk(finding, options);
  console.log(`\n── ${against}: ${signature}\n   step v${difference.step}: ${difference.message}`);
  console.log(`${typescriptOf(program)}\n\n${pythonOf(program)}`);
}
torch?.close();

/** One test for each thing that programs were compared with, one for each backend that was tortured. */
const failed = new Set(report.findings.map(({ against }) => `programs beside ${against}`));
const tests = [...backends.map(({ name }) => name), ...(torch ? ["PyTorch"] : [])].map(
  (name) => `programs beside ${name}`,
);
const steps = Number(values.torture);
for (const named of steps > 0 ? backends : []) {
  const title = `${steps} steps of memory torture on ${named.name}`;
  tests.push(title);
  await torture(named, steps, Number(values.seed)).catch((error: unknown) => {
    failed.add(title);
    console.log(`${title}: ${String(error)}`);
  });
}
if (values.counts !== undefined) {
  const counts = {
    passed: tests.length - failed.size,
    failed: failed.size,
    skipped: 0,
    failures: [...failed],
  };
  writeFileSync(values.counts, JSON.stringify(counts));
}
process.exitCode = failed.size > 0 ? 1 : 0;
