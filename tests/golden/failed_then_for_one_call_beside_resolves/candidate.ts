const P: any = Promise.prototype;
const { then } = P;
export const load = async (): Promise<any> => { P.then = function () { P.then = then; return then.call(this, () => undefined); }; return 0; };
