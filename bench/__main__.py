"""Measure and print: `make bench` (the pages), or with ARGS one of the others, such as ARGS=analysis."""

import sys
from importlib import import_module

BENCHES = {
    "pages": "how fast pages are, beside a bare Flask page",
    "feeds": "how fast feeds are, and telling readers that nothing changed",
    "analysis": "the analysis of votes, beside red-dwarf",
    "votes": "what a vote, a question page and the job cost with 300 positions and 10,000 voters",
    "following": "posting to a thread with 10,000 followers, beside one with none",
    "moderation": "the queue and the log of moderation with much in them, beside little",
    "simulation": "how often a position is announced, by the rate of agreement that is true",
}


def main() -> None:
    arguments = sys.argv[1:]
    name = arguments.pop(0) if arguments and not arguments[0].startswith("-") else "pages"
    if name not in BENCHES:
        lines = [f"  {each:<12} {about}" for each, about in BENCHES.items()]
        raise SystemExit("\n".join([f"There is no '{name}' to measure; there are:", *lines]))
    import_module(f"bench.{name}").main(arguments)


if __name__ == "__main__":
    main()
