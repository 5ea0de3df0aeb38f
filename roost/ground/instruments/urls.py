"""Addresses of instruments."""

from __future__ import annotations

from django.urls import path

from roost.ground.instruments import views

app_name = "instruments"
urlpatterns = [
    path("grow/instruments/", views.overview, name="overview"),
    path("grow/instruments/<slug:key>/", views.instrument, name="instrument"),
    path("grow/instruments/<slug:key>/document.json", views.document, name="document"),
]
