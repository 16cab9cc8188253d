"""What can go wrong with a child, and what is the fault of the machine and not of the picture."""


class NotCleaned(OSError):
    """The machine failed, not the picture: full disk, no child, closing. Try again later."""


class Breach(Exception):
    """The child did something it may not, and must be replaced."""


class Died(Breach):
    """The child ended while it was asked; `code` as `Popen.returncode`."""

    def __init__(self, code: int) -> None:
        super().__init__(f"ended with {code}")
        self.code = code


class Late(Breach):
    """The child did not answer in time."""
