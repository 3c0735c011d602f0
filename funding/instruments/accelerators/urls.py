"""Addresses by audience; each module of `views` lists its own."""

from .views import board, calendar, calls, nodes, place, public

app_name = "accelerators"

urlpatterns = [
    *nodes.urlpatterns,
    *calls.urlpatterns,
    *board.urlpatterns,
    *calendar.urlpatterns,
    *place.urlpatterns,
    *public.urlpatterns,  # last: a node's address is one word
]
