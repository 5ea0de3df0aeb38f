from __future__ import annotations

from django.urls import path

from roost.see.nudges import views

app_name = "nudges"
urlpatterns = [
    path("grow/reminders/", views.reminders, name="list"),
    path("grow/reminders/new/", views.new, name="new"),
    path("grow/reminders/settings/", views.settings, name="settings"),
    path("grow/reminders/<int:plan>/", views.plan, name="plan"),
    path("grow/reminders/<int:plan>/change/", views.change, name="change"),
    path("grow/reminders/<int:plan>/rest/", views.rest, name="rest"),
    path("grow/reminders/<int:plan>/end/", views.end, name="end"),
    path("grow/reminders/<int:plan>/wake/", views.wake, name="wake"),
    path("grow/reminders/<int:plan>/delete/", views.delete, name="delete"),
    path("grow/reminders/given/<int:occasion>/", views.answer, name="answer"),
    path("reminders/<str:token>/", views.reply, name="reply"),
    path("reminders/<str:token>/stop/", views.stop, name="stop"),
]
