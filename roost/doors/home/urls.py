"""Addresses of the joining pages."""

from __future__ import annotations

from django.urls import path

from roost.doors.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("welcome/", views.welcome, name="welcome"),
    path("administer/", views.administer, name="administer"),
    path("me/", views.me, name="me"),
    path("me/export/", views.export, name="export"),
    path("me/zone/", views.choose_zone, name="choose-zone"),
    path("me/keys/", views.make_key, name="make-key"),
    path("me/keys/<int:token>/revoke/", views.revoke_key, name="revoke-key"),
]
