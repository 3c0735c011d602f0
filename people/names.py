"""How a French name is found whatever way it is typed: « St Etienne », « saint-étienne », « L'HAŸ »."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o"})
SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = ("le ", "la ", "les ", "l ")


def key_of(name: str) -> str:
    """Lower case, no accent, words separated by one space, saints in full; digits kept."""
    bare = unicodedata.normalize("NFKD", name.lower().translate(LIGATURES))
    letters = "".join(c for c in bare if not unicodedata.combining(c))
    words = re.findall(r"[a-z0-9]+", letters)
    return " ".join(SAINTS.get(word, word) for word in words)


def sort_key_of(name: str) -> str:
    """The order of a French gazetteer: an initial article does not count."""
    key = key_of(name)
    for article in ARTICLES:
        if key.startswith(article) and len(key) > len(article):
            return f"{key.removeprefix(article)} {article.strip()}"
    return key


def digits_of(text: str) -> str:
    """What remains of « 217 602 309 00018 » once spaces, dots and dashes are gone."""
    return re.sub(r"[\s.\-\u2010-\u2015]", "", text)
