"""What stops a set-up, as one line for the person at the keyboard."""


class SetupError(Exception):
    """Its message says what is wrong and what to do about it."""
