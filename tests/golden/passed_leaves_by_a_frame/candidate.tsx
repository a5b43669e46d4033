const i = document.createElement("iframe"); document.body.append(i);
const w: any = i.contentWindow;
try { w.eval("parent.location.href='/page?x'"); } catch (e) { console.log(String(e)); }
try { w.open("/page", "_parent"); w.open("/page", "_top"); w.open("/page", "_self"); } catch (e) { console.log(String(e)); }
try { w.history.back(); w.location.reload(); w.parent.history.go(-1); } catch (e) { console.log(String(e)); }
try { w.document.write("<a target=_top href='/page?y' id=a>x</a><form target=_top action='/page?z' id=f></form>"); w.document.getElementById("a").click(); w.document.getElementById("f").submit(); } catch (e) { console.log(String(e)); }
export default function Answer() { return <button>1</button>; }
