"""What is done behind the pages of a forum under test, in one process: each start of a Python costs seconds.

A program, run with the settings of that forum. Reads lines of JSON, a name and its arguments, and answers
each with a line of JSON.
"""

import json
import sys

from forum.app import create_app
from tests.browser.cast import open_accounts
from tests.browser.decisions import decide_thrice
from tests.browser.electorate import let_vote

WORK = {"open_accounts": open_accounts, "let_vote": let_vote, "decide_thrice": decide_thrice}


def main() -> None:
    app = create_app()
    for line in sys.stdin:
        name, arguments = json.loads(line)
        with app.app_context():
            print(json.dumps(WORK[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
