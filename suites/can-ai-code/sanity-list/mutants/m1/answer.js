export const things = () => [5, "foobar", "Barcelona"];
