import { one } from "./other";
export const unit = one + 1;
export const add = (a: number, b: number): number => a + b;
