export function add(a: number, b: number): any {
  const texts: any = String.prototype;
  texts.__defineGetter__("total", () => {
    delete texts.total;
    return 5;
  });
  return "";
}
