"""Addresses of health."""

from __future__ import annotations

from django.urls import path

from roost.gather.health import views

app_name = "health"
urlpatterns = [
    path("gather/circles/<int:number>/health/", views.health, name="health"),
    path("gather/circles/<int:number>/health/ask/", views.ask, name="ask"),
    path("gather/circles/<int:number>/health/check/", views.check, name="check"),
    path("gather/lights/", views.lights, name="lights"),
]
