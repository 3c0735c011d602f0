from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path

from .models import Voucher

app_name = "vouchers"


@login_required
def listing(request):
    return render(request, "vouchers/list.html", {"vouchers": Voucher.objects.visible_to(request.user)})


urlpatterns = [
    path("cheques/", listing, name="list"),
    path("le-cheque/", lambda request: render(request, "vouchers/about.html"), name="about"),
]
