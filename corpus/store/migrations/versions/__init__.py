"""One module a version of the tables. Never edit one that was released."""
