onconnect = () => {};
const channel = new BroadcastChannel("left");
setInterval(() => channel.postMessage("left"), 10);
