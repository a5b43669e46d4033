/**
 * Names that the browser builds of packages put into a page, and the package that each is. Code written for a `<script src>` of such a build
 * uses them without import. Any other name that an answer does not import is the answer's own mistake.
 */
export const BROWSER_GLOBALS: Readonly<Record<string, string>> = { React: "react", ReactDOM: "react-dom/browser", XLSX: "xlsx" };
/** The packages that are made, or loaded, for each: as if the code imported them. */
export const IMPORTED_FOR: Readonly<Record<string, readonly string[]>> = { React: ["react"], ReactDOM: ["react-dom", "react-dom/client"], XLSX: ["xlsx"] };
