"""Addresses of pulses."""

from __future__ import annotations

from django.urls import path

from roost.gather.pulse import views

app_name = "pulse"
urlpatterns = [
    path("gather/pulse/", views.overview, name="overview"),
    path("gather/pulse/new/", views.begin, name="begin"),
    path("gather/pulse/<int:number>/", views.pulse, name="pulse"),
    path("gather/pulse/<int:number>/drop/", views.drop, name="drop"),
    path("gather/pulse/asked/<int:number>/", views.open_link, name="open-link"),
    path("p/<str:secret>/", views.answer, name="answer"),
]
