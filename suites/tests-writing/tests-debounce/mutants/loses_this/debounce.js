export function debounce(fn, waitMs) {
  let timer;
  let pending = null;
  const run = () => {
    const call = pending;
    debounced.cancel();
    if (call) fn(...call.values);
  };
  const debounced = function (...values) {
    clearTimeout(timer);
    pending = { self: this, values };
    timer = setTimeout(run, waitMs);
  };
  debounced.cancel = () => {
    clearTimeout(timer);
    pending = null;
  };
  debounced.flush = run;
  return debounced;
}
