from __future__ import annotations

from django.urls import path

from roost.gather.charters import views

app_name = "charters"
urlpatterns = [
    path("gather/circles/<int:number>/charter/", views.charter, name="charter"),
    path("gather/circles/<int:number>/charter/propose/", views.propose, name="propose"),
    path("gather/circles/<int:number>/charter/<int:version>/", views.version, name="version"),
    path("gather/circles/<int:number>/charter/<int:version>/sign/", views.sign, name="sign"),
    path("gather/circles/<int:number>/charter/<int:version>/withdraw/", views.withdraw, name="withdraw"),
]
