/**
 * Global names of packages' browser builds, and the package of each. Code that is written for a `<script src>` of such a build uses them
 * without import. Any other name that an answer uses without import is the answer's mistake.
 */
export const BROWSER_GLOBALS: Readonly<Record<string, string>> = { React: "react", ReactDOM: "react-dom/browser", XLSX: "xlsx" };
/** The packages that are loaded for each name, as if the code imported them. */
export const IMPORTED_FOR: Readonly<Record<string, readonly string[]>> = { React: ["react"], ReactDOM: ["react-dom", "react-dom/client"], XLSX: ["xlsx"] };
