from django.urls import path

from . import views

app_name = "workflows"

urlpatterns = [
    path("etapes/<slug:kind>/<int:pk>/<slug:name>/", views.step, name="step"),
    path("notices/", views.inbox, name="inbox"),
    path("notices/<int:pk>/", views.message, name="message"),
    path("documents/<int:pk>/", views.paper, name="paper"),
    path("verification/", views.verification, name="verification"),
    path("verification/<str:code>/", views.verification, name="verify"),
    path("livraisons/", views.effects, name="effects"),
    path("livraisons/<int:pk>/relancer/", views.retry, name="retry"),
]
