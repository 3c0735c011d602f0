"""The Celery application; its settings are the CELERY_… lines of settings.py."""

import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("trame")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def warm_papers(**kwargs: object) -> None:
    """After the fork: fonts, style sheet and colours are read once per process, not once per paper."""
    from workflows import pdf

    if pdf.available() is None:
        pdf.warm()
