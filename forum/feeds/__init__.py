"""Feeds: what happens here, for a reader of one's own, without an account."""
