export const things = () => ({ 0: 5, 1: "foobar", 2: "Madrid", length: 3 });
