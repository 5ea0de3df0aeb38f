"""Addresses of assessments."""

from __future__ import annotations

from django.urls import path

from roost.grow.assessments import views

app_name = "assessments"
urlpatterns = [
    path("grow/assessments/", views.overview, name="overview"),
    path("grow/assessments/<slug:key>/begin/", views.begin, name="begin"),
    path("grow/assessments/<int:number>/", views.result, name="result"),
    path("grow/assessments/<int:number>/<int:page>/", views.sentences, name="sentences"),
    path("grow/assessments/<int:number>/delete/", views.delete, name="delete"),
]
