export function throttle(fn, waitMs) {
  let timer = null;
  let waiting = null;
  const fire = (self, values) => {
    fn.apply(self, values);
    timer = setTimeout(() => {
      timer = null;
      if (!waiting) return;
      const [nextSelf, nextValues] = waiting;
      waiting = null;
      fire(nextSelf, nextValues);
    }, waitMs);
  };
  function throttled(...values) {
    if (timer === null) fire(this, values);
    else waiting = [this, values];
  }
  throttled.cancel = () => {
    clearTimeout(timer);
    timer = null;
    waiting = null;
  };
  return throttled;
}
