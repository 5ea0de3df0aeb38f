"""Addresses of confidence."""

from __future__ import annotations

from django.urls import path

from roost.gather.confidence import views

app_name = "confidence"
urlpatterns = [
    path("gather/circles/<int:number>/confidence/", views.confidence, name="confidence"),
    path("gather/circles/<int:number>/confidence/tell/", views.tell, name="tell"),
    path("gather/circles/<int:number>/confidence/settled/", views.take_back, name="take-back"),
    path("gather/circles/<int:number>/confidence/pause/", views.pause, name="pause"),
    path("gather/circles/<int:number>/confidence/talked/", views.ask, name="ask"),
]
