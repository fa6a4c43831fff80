"""Flags, the queue, decisions with their reasons, appeals. What moderators can do: see actions.py."""
