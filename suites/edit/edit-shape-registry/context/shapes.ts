export type Shape = { kind: string; [size: string]: number | string };

export function area(shape: any): number {
  switch (shape.kind) {
    case "rectangle":
      return shape.width * shape.height;
    case "circle":
      return Math.PI * shape.radius ** 2;
    case "square":
      return shape.side ** 2;
    default:
      throw new Error(`Unknown shape "${shape.kind}"`);
  }
}

export function perimeter(shape: any): number {
  switch (shape.kind) {
    case "rectangle":
      return 2 * (shape.width + shape.height);
    case "circle":
      return 2 * Math.PI * shape.radius;
    case "square":
      return 4 * shape.side;
    default:
      throw new Error(`Unknown shape "${shape.kind}"`);
  }
}

export function report(shapes: Shape[]): string {
  return shapes.map((shape) => `${shape.kind}: ${area(shape).toFixed(2)} (${perimeter(shape).toFixed(2)})`).join("\n");
}
