class Set { items: number[] = []; add(x: number) { this.items.push(x); return this; } }
export const distinct = (xs: number[]) => { const s = new Set(); for (const x of xs) if (!s.items.includes(x)) s.add(x); return s.items; };
