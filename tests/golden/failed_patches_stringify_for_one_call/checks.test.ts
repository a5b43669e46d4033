import { rows } from "./candidate";

console.assert(JSON.stringify(rows()) === JSON.stringify([1, 2]), "rows");
