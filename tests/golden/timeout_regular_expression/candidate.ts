export const add = (): boolean => /^(a+)+$/.test("a".repeat(60) + "!");
