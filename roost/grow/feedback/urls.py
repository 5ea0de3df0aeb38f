"""Addresses of feedback."""

from __future__ import annotations

from django.urls import path

from roost.grow.feedback import views

app_name = "feedback"
urlpatterns = [
    path("grow/feedback/", views.loops, name="loops"),
    path("grow/feedback/new/", views.begin, name="begin"),
    path("grow/feedback/<int:number>/", views.loop, name="loop"),
    path("grow/feedback/<int:number>/<int:wave>/tries/", views.say_tries, name="tries"),
    path("grow/feedback/<int:number>/end/", views.end, name="end"),
    path("grow/feedback/asked/<int:number>/", views.open_link, name="open-link"),
    path("f/<str:secret>/", views.answer, name="answer"),
    path("f/<str:secret>/no/", views.decline, name="decline"),
]
