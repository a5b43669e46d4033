setTimeout(() => { if (add(2, 3) !== 5) throw new Error("adds"); }, 5);
