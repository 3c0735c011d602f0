"""The forms of a page as a browser holds them: where they go, and what each control would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "search", "email", "tel", "url", "number", "date", "datetime-local", "password", ""}


@dataclass
class Control:
    name: str
    type: str
    value: str = ""
    inputmode: str = ""
    checked: bool = False
    options: list[str] = field(default_factory=list)

    @property
    def numeric(self) -> bool:
        return self.type == "number" or self.inputmode in ("decimal", "numeric")

    @property
    def free(self) -> bool:
        """A place for any text."""
        return self.type in ("text", "search", "textarea", "") and not self.numeric


@dataclass
class Form:
    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def has(self, trap: str) -> bool:
        """Whether a control could take it: words in free text, figures in numbers."""
        words = trap in ("html", "nul", "long", "emoji", "no number", "not a number")
        return any(c.free if words else c.numeric for c in self.controls)

    def filled(self, text: str | None = None, figures: str | None = None) -> dict[str, list[str]]:
        """As someone who answers everything, with `text` in every free control and `figures` in every number."""
        data: dict[str, list[str]] = {}
        for control in self.controls:
            for value in values(control, text, figures):
                data.setdefault(control.name, []).append(value)
        seen = {c.name for c in self.controls if c.type == "radio"}
        return {name: found[-1:] if name in seen else found for name, found in data.items()}


def values(control: Control, text: str | None, figures: str | None) -> list[str]:
    plausible = {"email": "quelquun@exemple.fr", "date": "2027-03-12", "datetime-local": "2027-03-12T12:00:00"}
    if control.type in ("submit", "button", "file", "reset"):
        return []
    if control.type == "select":
        return [next((option for option in control.options if option), "")]
    if control.type in ("checkbox", "radio"):
        return [control.value or "on"]
    if control.type == "hidden":
        return [control.value]
    if control.numeric:
        return [figures if figures is not None else control.value or "10"]
    if control.free and text is not None:
        return [text]
    return [control.value or plausible.get(control.type, "un mot")]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.current: Form | None = None
        self.select: Control | None = None
        self.area: Control | None = None

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.current = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self.current)
        elif self.current is None or (tag != "option" and not found.get("name")):
            return
        elif tag == "input":
            control = Control(found["name"], found.get("type", "text"), found.get("value", ""))
            control.inputmode, control.checked = found.get("inputmode", ""), "checked" in found
            self.current.controls.append(control)
        elif tag == "textarea":
            self.area = Control(found["name"], "textarea")
            self.current.controls.append(self.area)
        elif tag == "select":
            self.select = Control(found["name"], "select")
            self.current.controls.append(self.select)
        elif tag == "option" and self.select is not None:
            self.select.options.append(found.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.current = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area is not None:
            self.area.value += data


def forms_of(html: str) -> list[Form]:
    reader = Reader()
    reader.feed(html)
    return reader.forms
