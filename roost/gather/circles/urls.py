from __future__ import annotations

from django.urls import path

from roost.gather.circles import views

app_name = "circles"
urlpatterns = [
    path("gather/", views.gather, name="gather"),
    path("gather/rounds/new/", views.new, name="new"),
    path("gather/rounds/<int:number>/", views.plan, name="plan"),
    path("gather/rounds/<int:number>/invite/", views.invite, name="invite"),
    path("gather/rounds/<int:number>/answers/", views.answers, name="answers"),
    path("gather/rounds/<int:number>/answers/note/", views.note, name="note"),
    path("gather/rounds/<int:number>/answers/longer/", views.prolong, name="prolong"),
    path("gather/rounds/<int:number>/answers/close/", views.close, name="close"),
    path("gather/rounds/<int:number>/lot/", views.lot, name="lot"),
    path("gather/rounds/<int:number>/wishes/", views.wishes, name="wishes"),
    path("gather/rounds/<int:number>/form/", views.form, name="form"),
    path("gather/rounds/<int:number>/forming/", views.forming, name="forming"),
    path("gather/rounds/<int:number>/stop/", views.stop, name="stop"),
    path("gather/rounds/<int:number>/best/", views.best, name="best"),
    path("gather/rounds/<int:number>/lock/", views.lock, name="lock"),
    path("gather/rounds/<int:number>/move/", views.move, name="move"),
    path("gather/rounds/<int:number>/undo/", views.undo, name="undo"),
    path("gather/rounds/<int:number>/publish/", views.publish, name="publish"),
    path("gather/rounds/<int:number>/people/", views.people, name="people"),
    path("gather/rounds/<int:number>/people/drop/", views.drop, name="drop"),
    path("gather/rounds/<int:number>/end/", views.end, name="end"),
    path("gather/rounds/<int:number>/files/<str:name>/", views.file, name="file"),
    path("gather/invitations/<int:number>/", views.answer, name="answer"),
    path("gather/invitations/<int:number>/step-back/", views.back, name="step-back"),
    path("gather/waiting/<int:number>/stop/", views.stop_waiting, name="stop-waiting"),
    path("gather/circles/<int:number>/name/", views.name, name="name"),
    path("gather/circles/<int:number>/leave/", views.leave, name="leave"),
    path("gather/circles/<int:number>/propose/", views.propose, name="propose"),
    path("gather/proposals/<int:number>/agree/", views.agree, name="agree"),
    path("gather/proposals/<int:number>/answer/", views.respond, name="answer-proposal"),
    path("gather/proposals/<int:number>/take-back/", views.take_back, name="take-proposal-back"),
]
