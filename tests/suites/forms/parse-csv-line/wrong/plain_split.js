export const parseCsvLine = (line) => line.split(",").map((each) => each.replace(/^"|"$/g, ""));
