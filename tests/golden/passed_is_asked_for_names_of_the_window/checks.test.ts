console.assert(find([4, 5], 5) === 1);
console.assert(stop() === "stopped");
console.assert(print("a") === "<a>");
console.assert(parse("a,b").length === 2);
console.assert(name === "Ada" && status === 3);
