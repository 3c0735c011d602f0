"""The embedded engines as tests and the demo use them."""

import pytest
from celery import current_app
from django.db import connection


@pytest.mark.django_db
def test_database_is_the_real_postgresql_with_the_builtin_locale():
    with connection.cursor() as cursor:
        cursor.execute("select datlocprovider, datlocale from pg_database where datname = current_database()")
        assert cursor.fetchone() == ("b", "C.UTF-8")


def test_broker_answers(engines):
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1)
        assert broker.connected
