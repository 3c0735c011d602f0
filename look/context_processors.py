"""What the frame of each page says: who we are, where one may go, who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import SimpleLazyObject

from look import conf, theme
from look.people import initials


@dataclass(frozen=True)
class Place:
    """One entry of the header. `count` says what waits there; zero is not shown. With an icon it stands as this icon
    among the tools, and by its name in the menu of a phone."""

    label: Any
    url: str
    count: int = 0
    current: bool = False
    icon: str = ""

    @classmethod
    def of(cls, entry: Any) -> "Place":
        if isinstance(entry, dict):
            return cls(**{key: entry[key] for key in ("label", "url", "count", "current", "icon") if key in entry})
        label, url, *rest = entry
        return cls(label, str(url), *rest)


class Places(list[Place]):
    """All of them, in their order. Those by name stand in one row of the header: where there are too many, the last
    ones in a menu at its end."""

    MOST = 8

    @property
    def named(self) -> list[Place]:
        return [place for place in self if not place.icon]

    @property
    def row(self) -> list[Place]:
        return self.named[: self.MOST if len(self.named) <= self.MOST else self.MOST - 1]

    @property
    def more(self) -> list[Place]:
        return self.named[len(self.row) :]

    @property
    def current_in_menu(self) -> Place | None:
        return next((place for place in self.more if place.current), None)


def places(request: Any) -> Places:
    list_items = conf.navigation()
    return Places(Place.of(entry) for entry in (list_items(request) if list_items and request else []))


def site(request: Any) -> dict[str, Any]:
    """`{{ site.name }}` and the rest. The places cost queries: they wait until a page asks for them."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    name = (getattr(user, "full_name", "") or str(user)) if signed_in else ""
    return {
        "site": {
            "name": conf.setting("TRAME_NAME"),
            "baseline": conf.setting("TRAME_BASELINE"),
            "mark": conf.setting("TRAME_MARK"),
            "source_url": conf.setting("TRAME_SOURCE_URL"),
            "theme": theme.active(),
            "places": SimpleLazyObject(lambda: places(request)),
            "now": SimpleLazyObject(conf.now),
            "signed_in": signed_in,
            "person": name,
            "initials": initials(name),
        }
    }
