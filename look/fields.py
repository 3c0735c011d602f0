"""How a form field is shown: label, help, error, control, counter; each tied to the control."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget, forms.SelectDateWidget)
NATIVE = (  # type, format that the browser wants
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


@dataclass
class Shown:
    """What `look/field.html` needs, and nothing of the form."""

    bound: BoundField
    kind: str  # "control", "group", "check", "file"
    control: SafeString | str = ""
    options: list[BoundWidget] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    limit: int = 0
    length: int = 0
    suffix: str = ""
    accept: str = ""

    @property
    def described_by(self) -> str:
        return described_by(self.ids)

    @property
    def optional(self) -> bool:
        return not self.bound.field.required and self.kind != "check"


def kind_of(widget: forms.Widget) -> str:
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "file" if isinstance(widget, forms.FileInput) else "control"


def ids_of(bound: BoundField, has_help: bool, has_note: bool) -> dict[str, str]:
    """The ids that exist on the page, in the order in which they are read out."""
    base = bound.auto_id or f"id_{bound.html_name}"
    ids = {"base": base}
    if has_help:
        ids["help"] = f"{base}_help"
    if bound.errors:
        ids["error"] = f"{base}_error"
    if has_note:
        ids["note"] = f"{base}_note"
    return ids


def described_by(ids: dict[str, str]) -> str:
    return " ".join(value for key, value in ids.items() if key != "base")


def show(bound: BoundField, help_text: Any = None, audience: Any = "", **attrs: Any) -> Shown:
    """Prepare one field. `attrs` go to the control: `{% field form.title rows=3 %}`."""
    widget = bound.field.widget
    native_dates(widget)
    limit = limit_of(bound)
    kind = kind_of(widget)
    ids = ids_of(bound, bool(bound.help_text if help_text is None else help_text), bool(limit or audience))
    shown = Shown(bound, kind, ids=ids, limit=limit, length=len(str(bound.value() or "")) if limit else 0)
    shown.suffix = str(widget.attrs.get("data-suffix", ""))
    shown.accept = str(widget.attrs.get("accept", ""))
    attrs = {key.replace("_", "-"): value for key, value in attrs.items()}
    attrs |= control_attrs(bound, widget, kind, ids)
    if limit:
        attrs["data-counter"] = ids["note"]
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        shown.options = options_of(bound, widget, attrs)
    else:
        shown.control = bound.as_widget(attrs=attrs)
    return shown


def control_attrs(bound: BoundField, widget: forms.Widget, kind: str, ids: dict[str, str]) -> dict[str, Any]:
    classes = [str(widget.attrs.get("class", "")), css_class(widget, kind)]
    if widget.attrs.get("data-width"):
        classes.append(f"w-{widget.attrs['data-width']}")
    attrs: dict[str, Any] = {"class": " ".join(filter(None, classes))}
    description = described_by(ids)
    if description and not isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        attrs["aria-describedby"] = description
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def css_class(widget: forms.Widget, kind: str) -> str:
    if kind == "check" or isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "form-check-input"
    if isinstance(widget, (forms.Select, forms.SelectDateWidget)):
        return "form-select"
    numeric = isinstance(widget, forms.NumberInput) or widget.attrs.get("inputmode") in {"numeric", "decimal"}
    return "form-control num" if numeric else "form-control"


def native_dates(widget: forms.Widget) -> None:
    """The browser's own picker speaks the language of the person and always sends the same format."""
    for family, kind, pattern in NATIVE:
        if isinstance(widget, family) and widget.input_type == "text":
            widget.input_type, widget.format = kind, pattern
            return


def limit_of(bound: BoundField) -> int:
    """A counter for texts worth counting: names and codes go without."""
    limit = getattr(bound.field, "max_length", None) or 0
    long_text = isinstance(bound.field.widget, forms.Textarea) or "data-counter" in bound.field.widget.attrs
    return int(limit) if long_text else 0


def options_of(bound: BoundField, widget: Any, attrs: dict[str, Any]) -> list[BoundWidget]:
    attrs = {**bound.build_widget_attrs(attrs, widget), **attrs, "id": bound.auto_id}
    attrs.pop("aria-describedby", None)  # said once, by the group
    data = widget.subwidgets(bound.html_name, bound.value(), attrs)
    return [BoundWidget(widget, option, bound.form.renderer) for option in data]


def first_id(bound: BoundField) -> str:
    """Where a link of the error summary goes: the control itself, or the first choice of a group."""
    widget = bound.field.widget
    base = bound.auto_id or f"id_{bound.html_name}"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)):
        return f"{base}_0"
    return bound.id_for_label or base


def bare(label: Any) -> str:
    """« Qui paie ? » before a colon reads « Qui paie »."""
    return str(label or "").rstrip(" ?:\u00a0\u202f")
