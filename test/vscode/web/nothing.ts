/** Stands for modules of Node.js that suites import for tests which are left out in browsers. */
function missing(): never {
  throw new Error("This is not in a browser: name the test in desktopOnly.ts.");
}

export { missing as execFileSync };
export default { runInNewContext: missing, setFlagsFromString: missing };
