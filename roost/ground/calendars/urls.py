"""Addresses of somebody's own calendars."""

from __future__ import annotations

from django.urls import path

from roost.ground.calendars import views

app_name = "calendars"
urlpatterns = [
    path("me/calendars/", views.calendars, name="list"),
    path("me/calendars/files/", views.file, name="add-file"),
    path("me/calendars/feeds/", views.feed, name="add-feed"),
    path("me/calendars/planned/", views.publish, name="publish"),
    path("me/calendars/planned/titles/", views.titles, name="titles"),
    path("me/calendars/planned/end/", views.end_published, name="end-published"),
    path("me/calendars/<int:number>/", views.calendar, name="calendar"),
    path("me/calendars/<int:number>/refresh/", views.refresh, name="refresh"),
    path("me/calendars/<int:number>/delete/", views.delete, name="delete"),
    path("calendar/<str:secret>.ics", views.planned, name="planned"),
]
