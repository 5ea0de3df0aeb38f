"""The demo's own addresses."""

from __future__ import annotations

from django.urls import path

from roost.doors.demo import views

app_name = "demo"
urlpatterns = [
    path("window/", views.window, name="window"),
    path("window/rows/", views.rows, name="rows"),
    path("break/", views.break_survey, name="break"),
    path("enter/<slug:role>/", views.enter, name="enter"),
]
