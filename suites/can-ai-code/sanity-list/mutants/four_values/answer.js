export const things = () => [5, "foobar", "Madrid", "Spain"];
