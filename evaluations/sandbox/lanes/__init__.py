"""Ways to execute a case: function, page, Python; and what is recorded beside."""
