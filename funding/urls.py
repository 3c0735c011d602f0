"""Addresses by audience; each module of `views` lists its own."""

from .views import (
    applicant,
    assigning,
    call_reviews,
    decisions,
    file,
    finance,
    funder,
    home,
    interests,
    manage,
    officer,
    public,
    reviewer,
)

app_name = "funding"

urlpatterns = [
    *public.urlpatterns,
    *home.urlpatterns,
    *applicant.urlpatterns,
    *officer.urlpatterns,
    *reviewer.urlpatterns,
    *interests.urlpatterns,
    *assigning.urlpatterns,
    *call_reviews.urlpatterns,
    *decisions.urlpatterns,
    *finance.urlpatterns,
    *manage.urlpatterns,
    *funder.urlpatterns,
    *file.urlpatterns,
]
