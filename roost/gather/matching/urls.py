from __future__ import annotations

from django.urls import path

from roost.gather.matching import views

app_name = "matching"
urlpatterns = [
    path("gather/peers/", views.peers, name="peers"),
    path("gather/peers/wish/", views.wish, name="wish"),
    path("gather/peers/wish/<int:wish>/renew/", views.renew, name="renew"),
    path("gather/peers/wish/<int:wish>/end/", views.stop, name="stop"),
    path("gather/peers/asked/<int:side>/", views.answer, name="answer"),
    path("gather/peers/check/", views.check, name="check"),
    path("gather/conversations/", views.conversations, name="conversations"),
    path("gather/conversations/<int:rhythm>/rest/", views.rest, name="rest"),
    path("gather/conversations/<int:rhythm>/end/", views.stop_talking, name="stop-talking"),
    path("gather/conversations/<int:place>/met/", views.met, name="met"),
    path("gather/conversations/<int:place>/stay/", views.stay, name="stay"),
    path("gather/apart/", views.apart, name="apart"),
    path("gather/apart/<int:apart>/end/", views.end_apart, name="end-apart"),
]
