import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";

interface Step {
  id: string;
  title: string;
  description: string;
  media: { svg: string; altText: string };
  completionEvents: string[];
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  contributes: { walkthroughs: { steps: Step[] }[]; commands: { command: string }[] };
};
const commands = manifest.contributes.commands.map(({ command }) => command);
const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const deeds = readFileSync("extension/ui/deeds.ts", "utf8");

describe("The walkthrough", () => {
  it("leads from the course to sharing in seven steps", () => {
    assert.deepEqual(
      steps.map(({ id }) => id),
      ["course", "train", "stop", "verdict", "pytorch", "exercise", "share"],
    );
  });

  for (const { id, title, description, media, completionEvents } of steps) {
    it(`teaches “${id}” by a picture in the theme's colours, and ticks it by doing`, () => {
      assert.ok(existsSync(media.svg), media.svg);
      const picture = readFileSync(media.svg, "utf8");
      assert.match(picture, /var\(--vscode-foreground/);
      assert.doesNotMatch(picture, /<script|href=|url\(/);
      assert.ok(completionEvents.length > 0);
      for (const event of completionEvents) {
        const [kind, name = ""] = event.split(":");
        // A command has run, too, when its dialog was cancelled.
        assert.ok(kind === "onContext" && deeds.includes(`"${name}"`), event);
      }
      for (const file of ["package.nls.json", "package.nls.zh-cn.json"]) {
        const texts = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
        for (const key of [title, description, media.altText]) {
          const text = texts[key.slice(1, -1)];
          assert.ok(text, `${file}: ${key}`);
          // VS Code shows these signs as they are written.
          assert.doesNotMatch(text, /(?<!\w)_\S|\*\*|`/, `${file}: ${key}`);
          for (const [, name = ""] of text.matchAll(/\(command:([\w.]+)/g)) {
            assert.ok(commands.includes(name), `${file}: ${name}`);
          }
        }
      }
    });
  }
});
