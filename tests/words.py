"""Text as anyone types it: what a test compares must not depend on which space the typographer chose."""


def plain(text: str) -> str:
    """Every run of spaces, no-break ones and line ends included, as one plain space."""
    return " ".join(text.split())
