export const add = ⟪fill⟫1;
