from .views import banks, covers, funds, manage

app_name = "guarantees"
urlpatterns = [*funds.urlpatterns, *banks.urlpatterns, *covers.urlpatterns, *manage.urlpatterns]
