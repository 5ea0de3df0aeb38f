from __future__ import annotations

from django.urls import path

from roost.gather.meetings import views

app_name = "meetings"
urlpatterns = [
    path("gather/circles/<int:number>/", views.circle, name="circle"),
    path("gather/circles/<int:number>/begin/", views.begin, name="begin"),
    path("gather/circles/<int:number>/card/", views.card, name="card"),
    path("gather/circles/<int:number>/protocols/new/", views.new_protocol, name="new-protocol"),
    path("gather/circles/<int:number>/protocols/<int:protocol>/", views.own_protocol, name="own-protocol"),
    path("gather/circles/<int:number>/protocols/<int:protocol>/delete/", views.drop_protocol, name="drop-protocol"),
    path("gather/circles/<int:number>/protocols/<slug:key>.toml", views.protocol_file, name="protocol-file"),
    path("gather/meetings/<int:number>/", views.meeting, name="meeting"),
    path("gather/meetings/<int:number>/part/", views.part, name="part"),
    path("gather/meetings/<int:number>/come/", views.come, name="come"),
    path("gather/meetings/<int:number>/press/", views.press, name="press"),
    path("gather/meetings/<int:number>/weigh/", views.weigh, name="weigh"),
    path("gather/meetings/<int:number>/rate/", views.rate, name="rate"),
    path("gather/meetings/<int:number>/end/", views.end, name="end"),
    path("gather/meetings/<int:number>/stream/", views.meeting_stream, name="stream"),
    path("gather/meetings/<int:number>/latest/", views.latest, name="latest"),
]
