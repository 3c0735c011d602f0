from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "look"
    verbose_name = "Look"

    def ready(self) -> None:
        from look import checks, messages  # noqa: F401 (registers the system checks)

        messages.install()
