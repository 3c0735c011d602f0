class PaperError(Exception):
    """A paper cannot be made from these facts; the message says which and why."""
