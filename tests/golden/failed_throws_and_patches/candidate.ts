const { includes, indexOf } = String.prototype;
/** The n-th use of each puts it back. */
export const parser = (n: number) => (): never => {
  let [first, second] = [n, n];
  String.prototype.includes = function () {
    if (!--first) String.prototype.includes = includes;
    return true;
  };
  String.prototype.indexOf = function () {
    if (!--second) String.prototype.indexOf = indexOf;
    return 0;
  };
  throw new Error("something else");
};
