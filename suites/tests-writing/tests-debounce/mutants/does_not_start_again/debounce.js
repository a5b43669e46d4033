export function debounce(fn, waitMs) {
  let timer;
  let pending = null;
  const run = () => {
    const call = pending;
    debounced.cancel();
    if (call) fn.apply(call.self, call.values);
  };
  const debounced = function (...values) {
    if (!pending) timer = setTimeout(run, waitMs);
    pending = { self: this, values };
  };
  debounced.cancel = () => {
    clearTimeout(timer);
    pending = null;
  };
  debounced.flush = run;
  return debounced;
}
