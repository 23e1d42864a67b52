/** The inputs of tools: JSON Schemas, as far as these tools need them, and what is wrong with an input. */

export type InputSchema =
  | { type: "string"; description?: string; enum?: readonly string[] }
  | { type: "integer"; description?: string; minimum?: number }
  | { type: "boolean"; description?: string }
  | { type: "array"; description?: string; items: InputSchema }
  | ObjectSchema;

export interface ObjectSchema {
  type: "object";
  description?: string;
  properties: Readonly<Record<string, InputSchema>>;
  required?: readonly string[];
  additionalProperties: false;
}

/** What is wrong with `input`, in one line that names the remedy; null when it is as the schema says. */
export function faultOf(input: unknown, schema: InputSchema, where = "the input"): string | null {
  switch (schema.type) {
    case "string":
      if (typeof input !== "string") return `${where} must be a string, not ${kindOf(input)}.`;
      if (schema.enum && !schema.enum.includes(input))
        return `${where} must be one of ${schema.enum.join(", ")}, not ${JSON.stringify(input)}.`;
      return null;
    case "boolean":
      return typeof input === "boolean" ? null : `${where} must be true or false, not ${kindOf(input)}.`;
    case "integer":
      if (!Number.isInteger(input)) return `${where} must be a whole number, not ${kindOf(input)}.`;
      return Number(input) >= (schema.minimum ?? -Infinity)
        ? null
        : `${where} must be at least ${schema.minimum}, not ${String(input)}.`;
    case "array": {
      if (!Array.isArray(input)) return `${where} must be an array, not ${kindOf(input)}.`;
      for (const [i, item] of input.entries()) {
        const fault = faultOf(item, schema.items, `${where}[${i}]`);
        if (fault !== null) return fault;
      }
      return null;
    }
    case "object":
      return objectFault(input, schema, where);
  }
}

function objectFault(
  input: unknown,
  { properties, required = [] }: ObjectSchema,
  where: string,
): string | null {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    return `${where} must be an object, not ${kindOf(input)}.`;
  const known = Object.keys(properties);
  for (const [name, value] of Object.entries(input)) {
    const schema = properties[name];
    if (!schema || !Object.hasOwn(properties, name))
      return `${where} has no property ${name}: there ${known.length === 1 ? "is" : "are"} ${known.join(", ") || "none"}.`;
    const fault = value === undefined ? null : faultOf(value, schema, name);
    if (fault !== null) return fault;
  }
  const missing = required.find((name) => (input as Record<string, unknown>)[name] === undefined);
  return missing === undefined ? null : `${where} lacks ${missing}.`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${JSON.stringify(value)}`;
}
