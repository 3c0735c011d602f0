"""Addresses by audience; each module of `views` lists its own."""

from .views import (
    aid_declaration,
    applicant,
    assigning,
    call_reviews,
    committee,
    decisions,
    file,
    finance,
    funder,
    home,
    interests,
    law,
    manage,
    officer,
    public,
    register,
    reviewer,
    state_aid,
)

app_name = "funding"

urlpatterns = [
    *public.urlpatterns,
    *home.urlpatterns,
    *applicant.urlpatterns,
    *officer.urlpatterns,
    *reviewer.urlpatterns,
    *committee.urlpatterns,
    *interests.urlpatterns,
    *assigning.urlpatterns,
    *call_reviews.urlpatterns,
    *decisions.urlpatterns,
    *state_aid.urlpatterns,
    *aid_declaration.urlpatterns,
    *law.urlpatterns,
    *register.urlpatterns,
    *finance.urlpatterns,
    *manage.urlpatterns,
    *funder.urlpatterns,
    *file.urlpatterns,
]
