"""Charts and maps, drawn on the server: each has a title, a description and its table."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from look import charts, maps, typography
from look.tags.blocks import read

register = template.Library()
UNITS = {
    "number": typography.number,
    "euros": typography.euros,
    "millions": typography.millions,
    "percent": typography.percent,
}


def teller(unit: str) -> Any:
    return UNITS.get(unit) or (lambda value: f"{typography.number(value)}\u00a0{unit}")


@register.inclusion_tag("look/bar_chart.html")
def bar_chart(rows: Iterable[Any], title: Any, description: Any = "", unit: str = "number") -> dict[str, Any]:
    """Horizontal bars. Each row has `label`, `value`, and may have `note` (at right) and `url`."""
    drawn = charts.bars(rows, teller(unit))
    return {
        "bars": drawn,
        "title": title,
        "description": description or "; ".join(f"{bar.label} {bar.text}" for bar in drawn),
        "height": len(drawn) * charts.BAR_STEP,
        "width": charts.CHART_WIDTH,
        "label_x": charts.LABEL_WIDTH,
        "notes": any(bar.note for bar in drawn),
    }


@register.inclusion_tag("look/line_chart.html")
def line_chart(
    series: Iterable[Any], labels: Iterable[Any], title: Any, description: Any = "", unit: str = "number"
) -> dict[str, Any]:
    """Lines over time. A series has `name`, `values` (None: unknown) and `kind`: real, plan or proj."""
    series, labels = list(series), list(labels)
    known = [float(value) for line in series for value in read(line, "values") if value is not None]
    ticks = charts.nice_ticks(max([*known, 0]))
    frame, show = charts.Frame(), teller(unit)
    lines = [line_of(line, frame, ticks[-1], len(labels), show) for line in series]
    return {
        "lines": lines,
        "ticks": [{"y": frame.y(tick, ticks[-1]), "text": show(tick), "zero": not tick} for tick in ticks],
        "labels": axis(labels, frame),
        "frame": frame,
        "title": title,
        "description": description or "; ".join(f"{line['name']} : {line['last']}" for line in lines),
        "rows": [(label, [line["texts"][index] for line in lines]) for index, label in enumerate(labels)],
    }


def line_of(line: Any, frame: charts.Frame, highest: float, count: int, show: Any) -> dict[str, Any]:
    values = list(read(line, "values"))
    points = [
        (frame.x(index, count), frame.y(float(value), highest))
        for index, value in enumerate(values)
        if value is not None
    ]
    kind = str(read(line, "kind") or "real")
    drawing = charts.path(points, stepped=bool(read(line, "stepped")))
    texts = [show(value) if value is not None else "" for value in values]
    area = ""
    if kind == "real" and points:
        area = f"{drawing}V{frame.floor}H{points[0][0]:g}z"
    return {
        "name": read(line, "name", "label"),
        "kind": kind,
        "path": drawing,
        "area": area,
        "end": points[-1] if points else None,
        "texts": [*texts, *[""] * (count - len(texts))],
        "last": next((text for text in reversed(texts) if text), ""),
    }


def axis(labels: list[Any], frame: charts.Frame) -> list[dict[str, Any]]:
    """Four labels at most under the line, the first and the last among them."""
    last = len(labels) - 1
    shown = sorted({round(last * part / 3) for part in range(4)}) if labels else []
    ends = {0: "start", last: "end"}
    return [
        {"x": frame.x(index, len(labels)), "text": labels[index], "anchor": ends.get(index, "middle")}
        for index in shown
    ]


@register.inclusion_tag("look/balance_bar.html")
def balance_bar(parts: Iterable[Any], total: Any, title: Any = "", unit: str = "euros") -> dict[str, Any]:
    """Who pays: parts side by side against a total, with the figures in words."""
    show = teller(unit)
    drawn = charts.balance(parts, total)
    for part in drawn:
        part["text"] = show(part["value"] or 0)
    reached = sum((part["value"] or 0) for part in drawn)
    return {"parts": drawn, "reached": show(reached), "total": show(total or 0), "title": title}


@register.inclusion_tag("look/share_bars.html")
def share_bars(rows: Iterable[Any]) -> dict[str, Any]:
    """A side list of counts with a small bar each: `label`, `value`, and may have `url`."""
    rows = list(rows)
    highest = max([float(read(row, "value") or 0) for row in rows], default=0) or 1
    return {
        "rows": [
            {
                "label": read(row, "label", "name"),
                "url": read(row, "url"),
                "text": typography.number(read(row, "value") or 0),
                "width": round(float(read(row, "value") or 0) / highest * 100, 1),
            }
            for row in rows
        ]
    }


@register.simple_tag
def meter(value: Any, total: Any, mark: Any = None) -> SafeString:
    """A thin bar, beside a figure that says the same: 82 of 100, with a mark at 60."""
    whole = float(total or 0) or 1
    width = round(min(max(float(value or 0) / whole, 0), 1) * 100, 1)
    line = f'<path d="M{float(mark) / whole * 100:.1f} -2v16" class="c-now"/>' if mark is not None else ""
    return mark_safe(  # noqa: S308 (numbers only)
        '<svg viewBox="0 0 100 12" class="tot-bar" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="12" rx="3" class="b-bg"/>'
        f'<rect width="{width:g}" height="12" rx="3" class="c-bar"/>{line}</svg>'
    )


@register.inclusion_tag("look/france_map.html")
def france_map(
    values: Mapping[str, Any],
    title: Any,
    noun: Any = "",
    unit: str = "number",
    picked: str = "",
    href: str = "",
) -> dict[str, Any]:
    """A choropleth: `values` by department code. `href` is a prefix to which the code is added."""
    show, limits = teller(unit), maps.bounds(values)
    drawing = maps.outlines()
    shapes = [
        {
            "code": code,
            "path": shape["path"],
            "level": maps.class_of(values.get(code), limits),
            "title": f"{shape['name']} ({code}) : {show(values.get(code) or 0)}",
            "picked": code == picked,
        }
        for code, shape in drawing["departments"].items()
    ]
    shapes.sort(key=lambda shape: shape["picked"])  # the ring of the chosen one is drawn last
    listed = [code for code in maps.OVERSEAS if code in maps.ALWAYS_LISTED or values.get(code)]
    rows = [(maps.name_of(code), code, show(value), value) for code, value in values.items() if value]
    return {
        "shapes": shapes,
        "view_box": drawing["viewBox"],
        "legend": legend(limits, show),
        "overseas": [{"name": maps.OVERSEAS[code], "text": show(values.get(code) or 0)} for code in listed],
        "rows": sorted(rows, key=lambda row: (-float(row[3]), row[1])),
        "title": title,
        "noun": noun or title,
        "picked": {"name": maps.name_of(picked), "code": picked, "text": show(values.get(picked) or 0)}
        if picked
        else None,
        "href": href,
    }


def legend(limits: list[float], show: Any) -> list[dict[str, Any]]:
    """From most to none; a class of one value says that value alone."""
    lines: list[dict[str, Any]] = []
    offset = maps.CLASSES - len(limits)
    whole = show is typography.number and all(limit == int(limit) for limit in limits)
    for index, limit in enumerate(limits):
        text = show(limit)
        if index == len(limits) - 1:
            text = _("%(value)s et plus") % {"value": text}
        elif whole and limits[index + 1] - limit == 2:
            text = _("%(low)s ou %(high)s") % {"low": text, "high": show(limits[index + 1] - 1)}
        elif whole and limits[index + 1] - limit > 2:
            text = _("%(low)s à %(high)s") % {"low": text, "high": show(limits[index + 1] - 1)}
        elif not whole:
            text = _("de %(low)s à moins de %(high)s") % {"low": text, "high": show(limits[index + 1])}
        lines.insert(0, {"level": index + 1 + offset, "text": text})
    lines.append({"level": 0, "text": _("aucun")})
    return lines
