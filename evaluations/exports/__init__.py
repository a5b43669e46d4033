"""Files that leave the site."""
