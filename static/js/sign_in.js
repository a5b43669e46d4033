// The one-time link: a browser sends the form by itself. A program that only fetches the page does not use the link up.
document.querySelector("form[data-send-by-itself]")?.requestSubmit();
