"""How fast we translate and how much memory it takes: `make bench`. None of this is a timed test."""
