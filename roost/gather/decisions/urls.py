from __future__ import annotations

from django.urls import path

from roost.gather.decisions import views

app_name = "decisions"
urlpatterns = [
    path("gather/circles/<int:number>/misses/", views.misses, name="misses"),
    path("gather/circles/<int:number>/misses/<int:misses>/", views.answer_misses, name="answer-misses"),
    path("gather/circles/<int:number>/decision/", views.decision, name="decision"),
    path("gather/circles/<int:number>/decision/ask/", views.ask, name="ask"),
    path("gather/circles/<int:number>/decision/<int:question>/", views.answer, name="answer"),
    path("gather/circles/<int:number>/decision/stop/", views.stop, name="stop"),
    path("gather/reseated/<int:number>/", views.read, name="read"),
]
