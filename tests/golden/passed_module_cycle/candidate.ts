import { one } from "./other";
export const add = (a: number, b: number): number => a + b * one();
export const unit = 1;
