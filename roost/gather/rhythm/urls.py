from __future__ import annotations

from django.urls import path

from roost.gather.rhythm import views

app_name = "rhythm"
urlpatterns = [
    path("gather/circles/<int:number>/rhythm/", views.term, name="term"),
    path("gather/circles/<int:number>/rhythm/plan/", views.plan, name="plan"),
    path("gather/circles/<int:number>/rhythm/add/", views.add, name="add"),
    path("gather/circles/<int:number>/rhythm/hours/", views.hours, name="hours"),
    path("gather/circles/<int:number>/rhythm/hours/forget/", views.forget, name="forget"),
    path("gather/circles/<int:number>/rhythm/times/", views.times, name="times"),
    path("gather/circles/<int:number>/rhythm/<int:meeting>/", views.meeting, name="meeting"),
    path("gather/circles/<int:number>/rhythm/<int:meeting>/drop/", views.drop, name="drop"),
    path("gather/circles/<int:number>/rhythm/<int:meeting>/reading/", views.reading, name="reading"),
    path("gather/circles/<int:number>/rhythm/<int:meeting>/role/", views.role, name="role"),
]
