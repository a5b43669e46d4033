// The one-time link: a browser sends the form by itself, a program that only fetches the page does not use it up.
document.querySelector("form[data-send-by-itself]")?.requestSubmit();
