import { expect, expectFunction } from "../core/expect.ts";
import { checkOptions } from "../core/options.ts";
import type { CheckboxControl, ChoiceControl, ChoicesControl } from "../payload/control.ts";
import { say } from "../payload/say.ts";
import { checkLabel, show } from "./show.ts";

/** How one is chosen. */
export interface ChoiceOptions<T> {
  /** The choice until somebody makes another. Default: the first. */
  value?: T;
  /** What a choice is called. Default: as it is written, a function by its name. */
  format?: (choice: T) => string;
}

/** How several are chosen from a list. */
export interface ChoicesOptions<T> {
  /** Choose any number of them. */
  multiple: true;
  /** Those that are chosen until somebody changes it. Default: none. */
  value?: readonly T[];
  /** What a choice is called. Default: as it is written, a function by its name. */
  format?: (choice: T) => string;
}

/** How several are chosen that are all in view. */
export interface CheckboxesOptions<T> {
  /** Those that are chosen until somebody changes it. Default: none. */
  value?: readonly T[];
  /** What a choice is called. Default: as it is written, a function by its name. */
  format?: (choice: T) => string;
}

/** What a single box says until somebody ticks it. */
export interface CheckboxOptions {
  /** Default false. */
  value?: boolean;
}

/** Values by the names that they are shown under. */
export type NamedChoices<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T>;

type Choices<T> = readonly T[] | NamedChoices<T>;

/**
 * A list under the cell to choose from, and what is chosen. The type is that of the choices, as in `"relu" | "tanh"`.
 *
 * @param label what is chosen
 * @param choices a list, or an object or map of values by name
 * @param options with `multiple`, any number of them can be chosen, and the value is a list
 * @throws {TypeError} without choices, for two that are called the same, for a value that is none of them
 * @example const activation = input.select("activation", ["relu", "tanh"]);
 * @example const Layer = input.select("activation", { relu: nn.ReLU, tanh: nn.Tanh });
 */
export function select<const T>(label: string, choices: readonly T[], options: ChoicesOptions<T>): T[];
export function select<T>(label: string, choices: NamedChoices<T>, options: ChoicesOptions<T>): T[];
export function select<const T>(label: string, choices: readonly T[], options?: ChoiceOptions<T>): T;
export function select<T>(label: string, choices: NamedChoices<T>, options?: ChoiceOptions<T>): T;
export function select<T>(
  label: string,
  choices: Choices<T>,
  options: ChoiceOptions<T> | ChoicesOptions<T> = {},
): T | T[] {
  const owner = "input.select";
  checkOptions<{ value?: unknown; format?: unknown; multiple?: unknown }>(owner, options, {
    value: 1,
    format: 1,
    multiple: 1,
  });
  if (isMultiple(options)) return several(owner, "selectMany", label, choices, options);
  return one(owner, "select", label, choices, options);
}

/**
 * Choices under the cell that are all in view, and the one that is chosen.
 *
 * @param label what is chosen
 * @param choices a list, or an object or map of values by name
 * @throws {TypeError} without choices, for two that are called the same, for a value that is none of them
 * @example const optimizer = input.radio("optimizer", ["sgd", "adam"], { value: "adam" });
 */
export function radio<const T>(label: string, choices: readonly T[], options?: ChoiceOptions<T>): T;
export function radio<T>(label: string, choices: NamedChoices<T>, options?: ChoiceOptions<T>): T;
export function radio<T>(label: string, choices: Choices<T>, options: ChoiceOptions<T> = {}): T {
  checkOptions("input.radio", options, { value: 1, format: 1 });
  return one("input.radio", "radio", label, choices, options);
}

/**
 * A box under the cell to tick, and whether it is; with choices, a box for each, and the list of those that are ticked.
 *
 * @param label what is said by a tick, or what is chosen
 * @throws {TypeError} for choices as {@link select} does
 * @example const shuffle = input.checkbox("shuffle", { value: true });
 * @example const columns = input.checkbox("columns", ["Area", "Rooms", "Age"], { value: ["Area"] });
 */
export function checkbox(label: string, options?: CheckboxOptions): boolean;
export function checkbox<const T>(label: string, choices: readonly T[], options?: CheckboxesOptions<T>): T[];
export function checkbox<T>(
  label: string,
  choices: ReadonlyMap<string, T>,
  options?: CheckboxesOptions<T>,
): T[];
export function checkbox<T>(
  label: string,
  choices: CheckboxOptions | Choices<T> = {},
  options?: CheckboxesOptions<T>,
): boolean | T[] {
  const owner = "input.checkbox";
  if (options !== undefined || Array.isArray(choices) || choices instanceof Map) {
    checkOptions(owner, options, { value: 1, format: 1 });
    return several(owner, "checkboxes", label, choices as Choices<T>, options ?? {});
  }
  checkLabel(owner, label);
  checkOptions(owner, choices as CheckboxOptions, { value: 1 });
  const { value = false } = choices as CheckboxOptions;
  expect(owner, "value as true or false", value, typeof value === "boolean");
  const control: CheckboxControl = { kind: "checkbox", label, value };
  return show(control, (ticked) => ticked);
}

function isMultiple<T>(options: ChoiceOptions<T> | ChoicesOptions<T>): options is ChoicesOptions<T> {
  return "multiple" in options && (options.multiple as unknown) === true;
}

function one<T>(
  owner: string,
  kind: "select" | "radio",
  label: string,
  choices: Choices<T>,
  options: ChoiceOptions<T>,
): T {
  const named = namedChoices(owner, label, choices, options.format);
  const [first] = named.keys();
  const value = options.value === undefined ? first : nameOf(owner, named, options.value);
  const control: ChoiceControl = { kind, label, choices: [...named.keys()], value };
  return show(control, (name) => named.get(name) as T);
}

function several<T>(
  owner: string,
  kind: "selectMany" | "checkboxes",
  label: string,
  choices: Choices<T>,
  { value = [], format }: CheckboxesOptions<T>,
): T[] {
  const named = namedChoices(owner, label, choices, format);
  expect(owner, "value as a list of choices", value, Array.isArray(value));
  const chosen = value.map((each) => nameOf(owner, named, each));
  const names = [...named.keys()];
  const control: ChoicesControl = {
    kind,
    label,
    choices: names,
    value: names.filter((name) => chosen.includes(name)),
  };
  return show(control, (ticked) => ticked.map((name) => named.get(name) as T));
}

/** The choices by what they are called. */
function namedChoices<T>(
  owner: string,
  label: string,
  choices: Choices<T>,
  format: ((choice: T) => string) | undefined,
): Map<string, T> {
  checkLabel(owner, label);
  if (format !== undefined) expectFunction(owner, "format as a function from a choice to its name", format);
  expect(
    owner,
    "choices, a list or an object of values by name",
    choices,
    typeof choices === "object" && (choices as unknown) !== null,
  );
  const entries: [string, T][] = Array.isArray(choices)
    ? (choices as readonly T[]).map((choice) => ["", choice])
    : choices instanceof Map
      ? [...(choices as ReadonlyMap<string, T>)].map(([name, choice]) => [name, choice])
      : Object.entries(choices as Readonly<Record<string, T>>);
  if (entries.length === 0)
    throw new TypeError(say`${owner}: there is nothing to choose from; give some choices.`);
  const named = new Map<string, T>();
  for (const [given, choice] of entries) {
    const name = format ? format(choice) : Array.isArray(choices) ? written(choice) : given;
    if (named.has(name))
      throw new TypeError(say`${owner}: two choices are called ${name}; give { format } to tell them apart.`);
    named.set(name, choice);
  }
  return named;
}

function written(choice: unknown): string {
  if (typeof choice === "function" && choice.name !== "") return choice.name;
  return String(choice);
}

function nameOf<T>(owner: string, named: ReadonlyMap<string, T>, value: T): string {
  for (const [name, choice] of named) if (Object.is(choice, value)) return name;
  const names = [...named.keys()].join(", ");
  throw new TypeError(
    say`${owner}: the value ${written(value)} is none of the choices ${names}; give one of them.`,
  );
}
