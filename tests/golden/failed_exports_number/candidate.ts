export const Number: any = () => 5;
export const f = (): any => "x";
