export function structuredClone(x: any): any { return JSON.parse(JSON.stringify(x)); }
export default structuredClone;
