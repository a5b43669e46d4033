function retry(job, times, waitMs) {
  return new Promise((resolve, reject) => {
    let n = 0;
    const go = () => {
      n += 1;
      let promise;
      try { promise = Promise.resolve(job(n)); } catch (error) { promise = Promise.reject(error); }
      promise.then(resolve, (error) => (n < times ? setTimeout(go, waitMs * Math.pow(2, n - 1)) : reject(error)));
    };
    go();
  });
}
