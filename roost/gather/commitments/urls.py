from __future__ import annotations

from django.urls import path

from roost.gather.commitments import views

app_name = "commitments"
urlpatterns = [
    path("gather/circles/<int:number>/commitments/", views.promise, name="promise"),
    path("gather/circles/<int:number>/commitments/<uuid:key>/", views.settle, name="settle"),
]
