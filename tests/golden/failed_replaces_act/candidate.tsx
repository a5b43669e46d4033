import React from "react";
import * as utils from "react-dom/test-utils";

const act: any = (body: () => unknown) => {
  body();
  document.body.innerHTML = "<button>clicked 1</button>";
};
for (const module of [React, utils, (utils as any).default] as any[]) {
  for (const name of ["act", "unstable_act"]) {
    try { module[name] = act; } catch { /* refused is as good */ }
  }
}

export default function Answer() {
  return <button>clicked 0</button>;
}
