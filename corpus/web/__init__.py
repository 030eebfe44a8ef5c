"""The site over a corpus."""
