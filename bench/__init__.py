"""How fast the forum answers, beside a bare Flask page on the same server in the same run: `make bench`.

It measures and asserts nothing. How to read the figures: docs/speed.md.
"""
