from __future__ import annotations

from django.urls import path

from roost.grow.companions import views

app_name = "companions"
urlpatterns = [
    path("grow/companions/", views.companions, name="list"),
    path("grow/companions/ask/", views.ask, name="ask"),
    path("grow/companions/<int:number>/", views.pair, name="pair"),
    path("grow/companions/<int:number>/agree/", views.agree, name="agree"),
    path("grow/companions/<int:number>/end/", views.end, name="end"),
    path("grow/companions/<int:number>/shown/", views.show, name="show-needles"),
    path("grow/companions/<int:number>/notes/", views.write, name="notes"),
    path("grow/companions/<int:number>/energy/", views.energy, name="energy"),
    path("grow/companions/<int:number>/goals/", views.goal, name="set-goal"),
    path("grow/companions/<int:number>/sessions/", views.plan, name="plan-session"),
    path("grow/companions/<int:number>/commitments/", views.commit, name="commit"),
    path("grow/companions/goals/<int:goal>/", views.end_goal, name="end-goal"),
    path("grow/companions/commitments/<int:commitment>/", views.end_commitment, name="end-commitment"),
    path("grow/companions/sessions/<int:session>/", views.session, name="session"),
    path("grow/companions/sessions/<int:session>/points/", views.point, name="raise-point"),
    path("grow/companions/sessions/<int:session>/met/", views.met, name="met"),
    path("grow/companions/sessions/<int:session>/call-off/", views.call_off, name="call-off"),
    path("grow/companions/points/<int:point>/drop/", views.drop, name="drop-point"),
    path("administer/companions/", views.counted, name="counted"),
    path("administer/companions/<int:number>/end/", views.end_counted, name="end-counted"),
]
