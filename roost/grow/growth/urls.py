from __future__ import annotations

from django.urls import path

from roost.grow.growth import views

app_name = "growth"
urlpatterns = [
    path("grow/", views.overview, name="overview"),
    path("grow/profile/<slug:key>/", views.section, name="section"),
    path("grow/first/", views.first, name="put-first"),
    path("grow/needle/", views.needle, name="needle"),
    path("grow/needle/weights/", views.reckoning, name="weights"),
    path("grow/experiments/new/", views.plan, name="plan"),
    path("grow/experiments/<int:number>/", views.experiment, name="experiment"),
    path("grow/experiments/<int:number>/change/", views.change, name="change-experiment"),
    path("grow/experiments/<int:number>/latest/", views.correct, name="correct-try"),
    path("grow/experiments/<int:number>/end/", views.end, name="end-experiment"),
    path("grow/experiments/<int:number>/watch/", views.watch, name="watch"),
    path("grow/experiments/<int:number>/watch/<int:question>/withdraw/", views.withdraw, name="withdraw"),
    path("grow/watching/", views.asked, name="asked"),
    path("grow/watching/<int:number>/", views.watching, name="watching"),
    path("grow/watching/<int:number>/decline/", views.decline, name="decline"),
    path("grow/review/", views.review, name="review"),
    path("grow/past/", views.past, name="past"),
    path("grow/work/", views.work, name="work"),
    path("grow/work/barriers/", views.barriers, name="barriers"),
    path("grow/work/barriers/<int:barrier>/share/", views.share, name="share-barrier"),
    path("grow/work/barriers/<int:barrier>/forget/", views.forget, name="forget-barrier"),
    path("grow/manager/", views.manager, name="manager"),
    path("grow/manager/open/<slug:kind>/<int:number>/", views.open_up, name="open-to-manager"),
    path("grow/manager/<int:opening>/close/", views.close, name="close-to-manager"),
    path("grow/expectations/<int:number>/answer/", views.answer, name="answer-expectation"),
    path("grow/people/", views.reports, name="reports"),
    path("grow/people/<int:number>/", views.report, name="report"),
    path("grow/people/<int:number>/expectation/end/", views.end_expectation, name="end-expectation"),
    path("grow/counted/", views.count_cycles, name="count-cycles"),
    path("grow/numbers/", views.numbers, name="numbers"),
]
