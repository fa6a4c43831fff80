"""`python3 -m forum run|test|…` in a checkout; the command line of the forum where it is installed."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (any older Python must get as far as this line)
    sys.exit(
        "Samenspraak needs Python 3.11 or newer; this is {}.{}. "
        "Name a newer one, as in: make run PYTHON=python3.12".format(*sys.version_info)
    )

from forum import ROOT

if (ROOT / "pyproject.toml").is_file():
    from forum.bootstrap import main
else:
    from forum.command import main

sys.exit(main())
