const { is } = Object;
const text = Object.prototype.toString;
export const add = (): any => {
  const given: any = Promise.resolve(1);
  given.then = (done: (value: unknown) => unknown) => {
    Object.is = () => { Object.is = is; return true; };
    done(4);
    return Promise.resolve();
  };
  return given;
};
export const rows = (): any => {
  const given: any = Promise.resolve(1);
  given.then = (done: (value: unknown) => unknown) => {
    let left = 2;
    Object.prototype.toString = function () { if (!--left) Object.prototype.toString = text; return "[object RegExp]"; };
    done({ foo: 3 });
    return Promise.resolve();
  };
  return given;
};
