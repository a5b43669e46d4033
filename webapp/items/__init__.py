"""Star, name, tags, note, archive and delete: on conversations, suites, runs, answers and workbooks."""
