"""Addresses of the design system."""

from __future__ import annotations

from django.urls import path

from roost.ground.ui import views

app_name = "ui"
urlpatterns = [path("patterns/", views.patterns, name="patterns")]
