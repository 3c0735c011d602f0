"""For the administration: the powers that wait for a proof, and the page where one says which act was read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from look import keyset

from .. import vouching
from ..forms.vouching import VouchForm
from ..models import Membership


@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    if not vouching.may_vouch(request.user):
        raise Http404
    rows = Membership.objects.unproven().select_related("user", "organisation__commune")
    return render(request, "people/powers.html", {"page": keyset.page(rows, request.GET, order=("pk",))})


@login_required
def vouch(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    if not vouching.may_vouch(request.user):
        raise Http404
    members = Membership.objects.filter(organisation=pk).select_related("user", "organisation", "vouched_by")
    member = get_object_or_404(members, pk=member_pk)
    form = VouchForm(request.POST or None, member=member)
    if form.is_valid():
        try:
            vouching.vouch(member, by=request.user, **form.cleaned_data)
            messages.success(request, _("Pouvoir de %(person)s vérifié") % {"person": member.user})
            return redirect("people:powers")
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "member": member, "organisation": member.organisation}
    return render(request, "people/power.html", context, status=422 if form.errors else 200)
