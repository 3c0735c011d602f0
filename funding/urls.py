"""Addresses by audience; each module of `views` lists its own."""

from .views import (
    applicant,
    committee,
    decisions,
    file,
    finance,
    funder,
    home,
    manage,
    minuted,
    officer,
    public,
    reviewer,
    signing,
    visas,
)

app_name = "funding"

urlpatterns = [
    *public.urlpatterns,
    *home.urlpatterns,
    *applicant.urlpatterns,
    *officer.urlpatterns,
    *reviewer.urlpatterns,
    *signing.urlpatterns,
    *minuted.urlpatterns,
    *visas.urlpatterns,
    *committee.urlpatterns,
    *decisions.urlpatterns,
    *finance.urlpatterns,
    *manage.urlpatterns,
    *funder.urlpatterns,
    *file.urlpatterns,
]
