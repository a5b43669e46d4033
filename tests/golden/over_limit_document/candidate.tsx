document.body.innerHTML = "<p><b>x</b></p>".repeat(1000);
for (;;) document.body.append(document.body.cloneNode(true));
