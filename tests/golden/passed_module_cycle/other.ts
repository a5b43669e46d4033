import { unit } from "./candidate";
export const one = () => unit;
