console.assert(add(2, 3) === 5);
console.assert(add(-2, 3) === 1);
