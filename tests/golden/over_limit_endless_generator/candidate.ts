function* ones() {
  for (;;) yield { one: 1 };
}
export const add = (): unknown => [...ones()];
