/** How far something is, in one line of text. Pure. */

export interface ProgressState {
  done: number;
  /** Null where it is not known. */
  total: number | null;
  label: string;
  /** What else there is to say. */
  text: string;
  /** Since it began, in milliseconds. */
  ms: number;
}

const width = 24;
const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** `label ███████▌      31%  31/100  0:12 left  text` */
export function progressText({ done, total, label, text, ms }: ProgressState): string {
  const parts = [label];
  if (total === null || !(total > 0)) {
    parts.push(String(done), clock(ms));
  } else {
    const share = Math.min(1, Math.max(0, done / total)) || 0;
    const left = share > 0 && share < 1 ? ` −${clock((ms * (1 - share)) / share)}` : "";
    parts.push(
      `${bar(share)} ${Math.floor(share * 100)
        .toString()
        .padStart(3)}%`,
      `${done}/${total}`,
      clock(ms) + left,
    );
  }
  parts.push(text);
  return parts.filter((part) => part !== "").join("  ");
}

function bar(share: number): string {
  const filled = Math.floor(share * width * 8);
  const blocks = "█".repeat(Math.floor(filled / 8)) + (eighths[filled % 8] ?? "");
  return `▕${blocks.padEnd(width)}▏`;
}

/** `0:07`, `12:30`, `1:02:03` */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}
