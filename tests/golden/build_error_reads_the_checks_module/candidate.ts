import { capture } from "bakeoff";
capture("rows", [1]);
export const add = (a: number, b: number): number => a + b;
