"""For who runs the site: room and retention, and who did what."""
