import sum from "http://127.0.0.1:@PORT@/sum.js";
export const add = sum;
