"""The measure of all pages: Flask with one constant answer, and nothing else."""

import os

from flask import Flask

LENGTH = "BENCH_BARE_LENGTH"
"""Environment variable: characters on the page."""

app = Flask(__name__)
_page = "<!doctype html><title>Bare</title>".ljust(int(os.environ.get(LENGTH, "40000")), "x")


@app.get("/")
def page() -> str:
    return _page
