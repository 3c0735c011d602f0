from django.apps import AppConfig


class VouchersConfig(AppConfig):
    name = "funding.instruments.vouchers"
    label = "vouchers"
    verbose_name = "Chèques"

    def ready(self) -> None:
        from funding.instrument import Instrument, Place, register
        from funding.worklists import Source

        from . import tasks

        register(
            Instrument(
                name="vouchers",
                places=lambda desk: [Place("Chèques", "vouchers:list")] if desk.runs("vouchers") else [],
                public_places=[Place("Le chèque", "vouchers:about")],
                sources=[Source(tasks.to_spend, tasks.to_spend_task)],
                call_links=lambda call, user: [("Chèques de cet appel", "/cheques/")],
            )
        )
