"""Addresses of 360s."""

from __future__ import annotations

from django.urls import path

from roost.grow.threesixty import views

app_name = "threesixty"
urlpatterns = [
    path("grow/360/", views.reviews, name="reviews"),
    path("grow/360/new/", views.begin, name="begin"),
    path("grow/360/<int:number>/", views.review, name="review"),
    path("grow/360/<int:number>/raters/", views.raters, name="raters"),
    path("grow/360/<int:number>/ask/", views.propose, name="propose"),
    path("grow/360/<int:number>/back/", views.take_back, name="take-back"),
    path("grow/360/<int:number>/drop/", views.drop, name="drop"),
    path("grow/360/<int:number>/self/<slug:theme>/", views.oneself, name="self"),
    path("grow/360/<int:number>/look/", views.approve, name="approve"),
    path("grow/360/<int:number>/debrief/", views.debrief, name="debrief"),
    path("grow/360/<int:number>/open/", views.open_report, name="open"),
    path("grow/360/<int:number>/report/", views.report, name="report"),
    path("grow/360/<int:number>/choose/", views.choose, name="choose"),
    path("grow/360/<int:number>/needle/<slug:behaviour>/", views.begin_needle, name="needle"),
    path("grow/360/asked/<int:number>/", views.open_link, name="open-link"),
    path("r/<str:secret>/", views.answer, name="answer"),
    path("r/<str:secret>/no/", views.decline, name="decline"),
    path("r/<str:secret>/send/", views.send, name="send"),
    path("r/<str:secret>/<slug:theme>/", views.sentences, name="sentences"),
]
