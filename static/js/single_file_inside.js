// Runs in the frame of a downloaded component: passes a dropped file to it, as if a person chose or dropped it.
{
  const WAIT_MS = 5000;
  const pressed = new WeakSet(); // buttons

  const give = (file, until = Date.now() + WAIT_MS) => {
    const transfer = new DataTransfer();
    transfer.items.add(file);
    const input = document.querySelector('#root input[type="file"]');
    if (input) {
      input.files = transfer.files;
      for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
    } else if (Date.now() < until) {
      const button = document.querySelector("#root button"); // some components create their input by a button
      if (button && !pressed.has(button)) {
        pressed.add(button);
        button.click();
      }
      setTimeout(give, 50, file, until);
    } else {
      const target = document.querySelector("#root > *") ?? document.getElementById("root");
      for (const kind of ["dragenter", "dragover", "drop"])
        target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  };

  addEventListener("message", (event) => {
    if (event.source === parent && event.data?.file instanceof File) give(event.data.file);
  });
  addEventListener("load", () => parent.postMessage({ isReady: true }, "*")); // the component is mounted
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    if (event.defaultPrevented || !event.isTrusted) return; // the component took it, or it is the event from above
    event.preventDefault();
    if (event.dataTransfer.files[0]) give(event.dataTransfer.files[0]);
  });
}
