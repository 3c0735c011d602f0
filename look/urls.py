from django.urls import path

from look import views

app_name = "look"
urlpatterns = [
    path("composants/", views.gallery, name="gallery"),
    path("theme.css", views.theme_css, name="theme"),
]
