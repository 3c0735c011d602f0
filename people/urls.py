from django.urls import path

from .views import find, joining, mandates, members, organisations, profile, tokens, vouching

app_name = "people"
urlpatterns = [
    path("profil/", profile.profile, name="profile"),
    path("profil/jetons/", tokens.tokens, name="tokens"),
    path("profil/jetons/<int:pk>/revoquer/", tokens.revoke, name="token_revoke"),
    path("structures/", organisations.mine, name="organisations"),
    path("structures/rechercher/", find.find, name="organisation_find"),
    path("structures/pouvoirs/", vouching.waiting, name="powers"),
    path("structures/communes/", find.towns, name="towns"),
    path("structures/nouvelle/", organisations.new, name="organisation_new"),
    path("structures/<int:pk>/", organisations.organisation, name="organisation"),
    path("structures/<int:pk>/modifier/", organisations.edit, name="organisation_edit"),
    path("structures/<int:pk>/inviter/", members.invite, name="invite"),
    path("structures/<int:pk>/rejoindre/", joining.join, name="join"),
    path("structures/<int:pk>/demandes/<int:request_pk>/", joining.decide, name="join_decide"),
    path("structures/<int:pk>/membres/<int:member_pk>/", members.change, name="member"),
    path("structures/<int:pk>/membres/<int:member_pk>/retirer/", members.remove, name="member_remove"),
    path("structures/<int:pk>/membres/<int:member_pk>/pouvoir/", vouching.vouch, name="power"),
    path("structures/<int:pk>/invitations/<int:invitation_pk>/annuler/", members.cancel, name="invitation_cancel"),
    path("structures/<int:pk>/invitations/<int:invitation_pk>/renvoyer/", members.resend, name="invitation_resend"),
    path("invitations/<str:token>/", joining.invitation, name="invitation"),
    path("invitations/<int:pk>/accepter/", joining.accept, name="invitation_accept"),
    path("mandats/", mandates.mandates, name="mandates"),
    path("mandats/nouveau/", mandates.new, name="mandate_new"),
    path("mandats/<int:pk>/terminer/", mandates.end, name="mandate_end"),
]
