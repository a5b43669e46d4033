for (;;) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 4000;
  const paint = canvas.getContext("2d", { willReadFrequently: true })!;
  paint.fillRect(0, 0, 4000, 4000);
  document.body.append(canvas);
}
