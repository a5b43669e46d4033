function EventEmitter() {
  let all = [];
  this.on = (name, listener) => {
    const one = [name, listener];
    all = all.concat([one]);
    return function () { all = all.filter((each) => each !== one); };
  };
  this.once = (name, listener) => {
    const stop = this.on(name, function () { stop(); return listener.apply(null, arguments); });
    return stop;
  };
  this.emit = (name, ...values) => all.filter(([each]) => each === name).map(([, listener]) => listener(...values)).length;
  this.off = (name) => { all = all.filter(([each]) => each !== name); };
}
