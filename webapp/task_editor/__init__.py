"""The editor of tasks: drafts, trying them, and the suites that they become."""
