"""For people who run the site: disk space, retention and audit log."""
