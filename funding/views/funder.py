"""The portfolio: what was promised, signed, paid, and what is left; down to the file; and its exports."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from look import keyset
from look.typography import euros, percent
from workflows import clock

from .. import exports, portfolio
from ..forms.portfolio import PortfolioFilter
from ..instrument import instruments
from ..models import FunderShare
from ..models.call import STAFF_MANDATES
from ..navigation import desk_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def overseen(request: HttpRequest) -> portfolio.Desk:
    """The desk of whoever looks; without any office there is no portfolio."""
    desk = desk_of(request)
    if not desk.holds(*STAFF_MANDATES):
        raise Http404
    return desk


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    desk = overseen(request)
    lines = portfolio.programmes(desk)
    total = sum((line.money for line in lines), portfolio.Money())
    sums = portfolio.sums(desk)
    filters = PortfolioFilter(request.GET, desk=desk)
    files = portfolio.with_money(filters.kept(portfolio.overseen(desk))).for_lists()
    context = {
        "lines": lines,
        "total": total,
        "paid_beside": any(money.paid_beside for line in lines for _call, money in line.calls),
        "figures": figures(total),
        "funnel": funnel_rows(portfolio.funnel(desk)),
        "remaining": remaining_series(total, portfolio.by_month(desk, sums)),
        "departments": {code: n for code, (n, _sum) in portfolio.by_department(desk, sums).items()},
        "funders": funders(lines),
        "filters": filters,
        "page": keyset.page(files, request.GET, order=("-pk",)),
        "sentence": sentence(total),
        "panels": [panel for one in instruments() for panel in one.portfolio(desk)],
    }
    return render(request, "funding/funder/portfolio.html", context)


def figures(total: portfolio.Money) -> list[dict[str, Any]]:
    def share(name: str) -> str:
        return _("%(share)s de l’enveloppe") % {"share": percent(total.share(name).quantize(portfolio.ZERO))}

    return [
        {"name": _("Enveloppe"), "value": euros(total.envelope), "sense": _("votée par les financeurs")},
        {"name": _("Engagé"), "value": euros(total.committed), "sense": share("committed")},
        {"name": _("Conventionné"), "value": euros(total.contracted), "sense": share("contracted")},
        {"name": _("Versé"), "value": euros(total.paid), "sense": share("paid")},
        {"name": _("Reste à engager"), "value": euros(total.remaining), "sense": _("enveloppe moins engagé")},
    ]


def funders(lines: list[Any]) -> list[dict[str, Any]]:
    """Who puts in what, over the envelopes of the programmes one follows: the largest first."""
    shares = FunderShare.objects.filter(programme__in=[line.programme.pk for line in lines if line.money.envelope])
    rows = list(shares.values_list("funder__name").annotate(sum=Sum("amount")).order_by("-sum", "funder__name"))
    most = max((amount for _name, amount in rows), default=0) or 1
    return [
        {"label": name, "text": euros(amount), "width": round(float(amount / most) * 100, 1)} for name, amount in rows
    ]


def sentence(total: portfolio.Money) -> dict[str, str] | None:
    """The one sentence that matters, when there is one."""
    if not total.envelope:
        return None
    if total.remaining * 10 < total.envelope:
        return {
            "title": _("Il reste moins d’un dixième de l’enveloppe à engager"),
            "text": _("Reste %(left)s sur %(all)s.") % {"left": euros(total.remaining), "all": euros(total.envelope)},
        }
    return None


STAGES = (
    (gettext_lazy("Déposés"), None),
    (gettext_lazy("Recevables"), {"eligible", "shortlisted", "under_due_diligence", "decision_proposed", "awarded",
                       "reserve_list", "rejected", "withdrawn_award"}),
    (gettext_lazy("Instruits"), {"under_due_diligence", "decision_proposed", "awarded", "reserve_list", "rejected",
                     "withdrawn_award"}),
    (gettext_lazy("Accordés"), {"awarded"}),
)  # fmt: skip


def funnel_rows(counts: dict[str, int]) -> list[dict[str, Any]]:
    """From submitted to awarded: how many passed each stage, with the share that passed."""
    rows: list[dict[str, Any]] = []
    before = 0
    for name, states in STAGES:
        value = sum(n for state, n in counts.items() if states is None or state in states)
        note = percent(portfolio.Decimal(value) / before, 0) if before else ""
        rows.append({"label": str(name), "value": value, "note": note})
        before = value
    return rows


def remaining_series(total: portfolio.Money, months: list[Any]) -> dict[str, Any]:
    left, values = total.envelope, [total.envelope]
    for _month, amount in months:
        left -= amount
        values.append(left)
    labels = [_("départ")] + [f"{month:%m/%Y}" for month, _amount in months]
    return {"labels": labels, "series": [{"name": _("réel"), "values": values, "kind": "real", "stepped": True}]}


@login_required
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The filtered files, streamed; the same rights and filters as the page."""
    desk = overseen(request)
    files = PortfolioFilter(request.GET, desk=desk).kept(portfolio.overseen(desk))
    name = f"dossiers-{clock.today():%Y-%m-%d}.{form}"
    if form == "csv":
        response = StreamingHttpResponse(exports.as_csv(files), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return FileResponse(exports.as_xlsx(files), as_attachment=True, filename=name, content_type=XLSX)


urlpatterns = [
    path("portefeuille/", index, name="portfolio"),
    path("portefeuille/dossiers.csv", export, {"form": "csv"}, name="export_csv"),
    path("portefeuille/dossiers.xlsx", export, {"form": "xlsx"}, name="export_xlsx"),
]
