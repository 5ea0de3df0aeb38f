from __future__ import annotations

from django.urls import path

from roost.see.tracking import views

app_name = "tracking"
urlpatterns = [
    path("see/", views.programs, name="programs"),
    path("see/count/", views.count, name="count"),
    path("see/shared/<int:sharing>/", views.shared, name="shared"),
    path("see/shared/<int:sharing>/end/", views.unshare, name="unshare"),
    path("see/<int:program>/own/", views.own, name="own"),
    path("see/<int:program>/own/enter/", views.enter_own, name="enter-own"),
    path("see/<int:program>/own/edit/", views.edit_own, name="edit-own"),
    path("see/<int:program>/own/aim/", views.aim, name="aim"),
    path("see/<int:program>/own/share/", views.share, name="share"),
    path("see/<int:program>/own/away/", views.lay_aside, name="lay-aside"),
    path("see/new/", views.launch, name="launch"),
    path("see/<int:program>/", views.board, name="board"),
    path("see/<int:program>/join/", views.join, name="join"),
    path("see/<int:program>/leave/", views.leave, name="leave"),
    path("see/<int:program>/live/", views.board_stream, name="board-stream"),
    path("see/<int:program>/teams/<int:team>/", views.team, name="team"),
    path("see/<int:program>/people/<int:person>/", views.line, name="line"),
    path("see/<int:program>/rules/", views.rules, name="rules"),
    path("see/<int:program>/rules/edit/", views.edit_rules, name="edit-rules"),
    path("see/<int:program>/rules/leave/", views.leave_rules, name="leave-rules"),
    path("see/<int:program>/rules.json", views.rules_file, name="rules-file"),
    path("see/<int:program>/enter/", views.enter, name="enter"),
    path("see/<int:program>/upload/", views.upload, name="upload"),
    path("see/<int:program>/files/<int:delivery>/", views.delivery, name="delivery"),
    path("see/<int:program>/files/<int:delivery>/take-back/", views.withdraw, name="withdraw"),
    path("see/<int:program>/take-back/", views.take_back, name="take-back"),
    path("see/<int:program>/board.csv", views.board_file, name="board-file"),
    path("see/<int:program>/unplaced/", views.unplaced, name="unplaced"),
    path("see/<int:program>/close/", views.close_period, name="close-period"),
    path("see/<int:program>/screens/", views.screens, name="screens"),
    path("see/screens/<int:screen>/close/", views.close, name="close-screen"),
    path("tv/<str:token>/", views.screen, name="screen"),
    path("tv/<str:token>/stream/", views.screen_stream, name="screen-stream"),
    path("tv/<str:token>/latest/", views.screen_latest, name="screen-latest"),
]
