"""Ways to execute a case: function, page, Python; and the evidence that they record."""
