/** Functions that Python has without an import. */
export const builtins: ReadonlySet<string> = new Set(
  (
    "abs all any bool pow dict enumerate filter float getattr hasattr id int isinstance len list map max min " +
    "print range reversed round set setattr sorted str sum super tuple type zip open input next iter repr " +
    "callable slice dir help Exception ValueError TypeError RuntimeError NotImplementedError IndexError KeyError AssertionError object"
  ).split(" "),
);
