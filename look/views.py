from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from look import gallery as samples
from look import theme


@require_safe
def theme_css(request: HttpRequest) -> HttpResponse:
    """The six values of the deployment, when it has a theme of its own."""
    response = HttpResponse(theme.active().css(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component alive, for who builds pages."""
    user = getattr(request, "user", None)
    if not settings.DEBUG and not (user and user.is_staff):
        raise Http404
    return render(request, "look/gallery.html", samples.content(request))
