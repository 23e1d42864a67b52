/** Settings as people really write them: what is no number, or out of range, is put right and told. Pure. */

export interface NumberSetting {
  /** As in settings.json, without `gradbook.`. */
  name: string;
  default: number;
  minimum: number;
  maximum: number;
  /** A value outside the range that is allowed too, and means something of its own. */
  special?: number;
}

/** The largest kernel that 64 bits of address make sense for: 1 TiB. */
const mostMemory = 2 ** 20;

/** MiB. Below the minimum a kernel could not start. */
export const memoryLimit: NumberSetting = {
  name: "kernel.memoryLimit",
  default: 0,
  minimum: 256,
  maximum: mostMemory,
  special: 0,
};

/** Threads that one large computation may use; 0 leaves it to the engine. */
export const threads: NumberSetting = {
  name: "engine.threads",
  default: 0,
  minimum: 1,
  maximum: 64,
  special: 0,
};

/** Characters. */
export const textLimit: NumberSetting = {
  name: "output.textLimit",
  default: 1_000_000,
  minimum: 1000,
  maximum: 100_000_000,
};

export interface ReadSetting {
  value: number;
  /** What was written, where it cannot be used as it is. */
  wrong: string | null;
}

/** The value to use for what is `written`: the nearest that is allowed, or the default for what is no number. */
export function readNumber(written: unknown, setting: NumberSetting): ReadSetting {
  if (written === undefined) return { value: setting.default, wrong: null };
  if (typeof written !== "number" || !Number.isFinite(written)) {
    return { value: setting.default, wrong: JSON.stringify(written) };
  }
  if (written === setting.special) return { value: written, wrong: null };
  const value = Math.min(setting.maximum, Math.max(setting.minimum, Math.round(written)));
  return { value, wrong: value === written ? null : String(written) };
}
