"""Organisations, and who may speak for them: where, and until when."""
