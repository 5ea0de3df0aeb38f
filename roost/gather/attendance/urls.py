"""Addresses of attendance."""

from __future__ import annotations

from django.urls import path

from roost.gather.attendance import views

app_name = "attendance"
urlpatterns = [
    path("gather/circles/<int:number>/attendance/", views.attendance, name="attendance"),
    path("gather/circles/<int:number>/attendance/next/", views.say, name="say"),
    path("gather/circles/<int:number>/attendance/<int:meeting>/", views.correct, name="correct"),
]
