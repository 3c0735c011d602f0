"""What a manager does: programmes, calls, their rules, their questions. Steps are at their own door."""

from . import builder, manage_call, manage_programme, manage_visas

urlpatterns = [*manage_programme.urlpatterns, *builder.urlpatterns, *manage_visas.urlpatterns, *manage_call.urlpatterns]
