"""Addresses by audience; each module of `views` lists its own."""

from .views import journal, payments, public, rounds, stay, wishes

app_name = "residencies"

urlpatterns = [
    *public.urlpatterns,
    *rounds.urlpatterns,
    *wishes.urlpatterns,
    *payments.urlpatterns,
    *journal.urlpatterns,
    *stay.urlpatterns,
]
