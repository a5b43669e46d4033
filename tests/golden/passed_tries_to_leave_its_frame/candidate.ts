for (const leave of [
  () => location.reload(), () => { location.href = "about:blank"; }, () => location.replace("data:text/html,x"),
  () => { location.href = "http://127.0.0.1:@PORT@/left"; }, () => { location.href = URL.createObjectURL(new Blob(["x"])); },
  () => { document.open(); document.write("<script>1</script>"); document.close(); }, () => history.back(),
])
  try { leave(); } catch { /* refused */ }
export const add = (a: number, b: number): number => a + b;
