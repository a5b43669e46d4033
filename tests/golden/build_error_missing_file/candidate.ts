import { sum } from "./nowhere";
export const add = sum;
