export function debounce(fn, waitMs) {
  let timer;
  let pending = null;
  const run = () => {
    const call = pending;
    debounced.cancel();
    if (call) fn.apply(call.self, call.values);
  };
  const debounced = function (...values) {
    clearTimeout(timer);
    pending = { self: this, values };
    if (!timer) run();
    timer = setTimeout(() => { timer = 0; }, waitMs);
  };
  debounced.cancel = () => {
    clearTimeout(timer);
    pending = null;
  };
  debounced.flush = run;
  return debounced;
}
