"""The API: who asks, which rooms answer. `/api/openapi.json` describes it; docs/api.md explains it."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from config import instruments
from funding.api import ROUTERS
from people import tokens
from workflows.api import StrictParser, install


class Key(HttpBearer):
    """`Authorization: Bearer trame_…`: the person who made the key, with their rights and their language."""

    def authenticate(self, request: HttpRequest, token: str) -> object:
        user = tokens.authenticate(token.strip())
        if user is None:
            raise AuthenticationError  # a key that opens nothing is said, even to someone with a session
        request.user = user
        user.read = {} if request.method == "GET" else None
        translation.activate(user.language)
        return user


class Session(SessionAuth):
    """The browser's session; what changes something needs the page's CSRF token."""

    def __call__(self, request: HttpRequest) -> object | None:
        return super().__call__(request) if request.user.is_authenticated else None


def anyone(request: HttpRequest) -> object:
    return AnonymousUser()


SIGNED_IN = [Key(), Session()]

api = NinjaAPI(
    title="Trame",
    version="1",
    description=str(_("Appels, dossiers, étapes : les mêmes droits et les mêmes refus que les pages.")),
    auth=SIGNED_IN,
    parser=StrictParser(),
    docs_url=None,
)
install(api)
for router, public in (*ROUTERS, *(row for m in instruments.modules(settings.INSTRUMENTS, "api") for row in m.ROUTERS)):
    api.add_router("", router, auth=[*SIGNED_IN, anyone] if public else SIGNED_IN)


last = Router()


@last.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False)
def nothing(request: HttpRequest, rest: str) -> None:
    raise Http404


api.add_router("", last, auth=None)
