export const add = (): unknown => ({ $$typeof: Symbol.for("jest.asymmetricMatcher"), asymmetricMatch: () => true, toString: () => "5", sample: 5 });
