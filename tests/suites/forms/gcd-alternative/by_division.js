const gcf = (a, b) => (b === 0 ? a : gcf(b, a % b));
