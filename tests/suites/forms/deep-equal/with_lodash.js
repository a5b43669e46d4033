import isEqual from "lodash/isEqual";
export const deepEqual = (a, b) => isEqual(a, b);
