from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import tokens as keys
from ..forms import TokenForm
from ..models import ApiToken


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """The key is in the answer to the POST and nowhere else: no redirect could carry it without storing it."""
    form, raw = TokenForm(request.POST or None), ""
    if form.is_valid():
        _token, raw = keys.create(request.user, form.cleaned_data["name"])
        form = TokenForm()
    context = {"form": form, "raw": raw, "tokens": ApiToken.objects.visible_to(request.user)}
    return render(request, "people/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.visible_to(request.user), pk=pk)
    token.revoke()
    messages.success(request, _("Jeton révoqué : il n’ouvre plus rien"))
    return redirect("people:tokens")
