"""Addresses by audience; each module of `views` lists its own."""

from .views import (
    aid_declaration,
    applicant,
    applicant,
    assigning,
    call_reviews,
    decisions,
    file,
    finance,
    funder,
    home,
    law,
    manage,
    officer,
    public,
    register,
    reviewer,
    state_aid,
)
from .views import applicant, committee, decisions, file, finance, funder, home, manage, officer, public, reviewer
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
