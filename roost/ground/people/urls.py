"""Addresses of the pages about people; all but the welcome are for administrators."""

from __future__ import annotations

from django.urls import path

from roost.ground.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("export.csv", views.export, name="export"),
    path("sample.csv", views.sample, name="sample"),
    path("add/", views.add, name="add"),
    path("import/", views.upload, name="import"),
    path("import/<int:number>/", views.preview, name="preview"),
    path("import/<int:number>/drop/", views.drop, name="drop"),
    path("import/<int:number>/done/", views.done, name="done"),
    path("<int:number>/", views.person, name="person"),
    path("<int:number>/change/", views.change, name="change"),
    path("<int:number>/leave/", views.leave, name="leave"),
    path("<int:number>/return/", views.bring_back, name="return"),
    path("<int:number>/roles/", views.roles, name="roles"),
    path("<int:number>/link/", views.link, name="link"),
    path("welcome/<str:code>/<str:token>/", views.welcome, name="welcome"),
    path("welcome/<str:code>/", views.choose, name="choose"),
]
