"""Accounts opened by the house itself (demonstration, replay, first administrator): the address is taken as
verified, so that their bearer signs in without a mail."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from .models import User


def open_account(email: str, password: str | None = None, **facts: Any) -> User:
    with transaction.atomic():
        user = User.objects.create_user(email, password, **facts)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
