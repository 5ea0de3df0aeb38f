"""Every address of the installation."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import include, path
from django.views.decorators.http import require_http_methods, require_POST

from roost.doors.site.health import health

ask_and_answer = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("healthz", health, name="health"),
    path("", include("roost.doors.home.urls")),
    path("", include("roost.ground.ui.urls")),
    path("", include("roost.see.nudges.urls")),
    path("", include("roost.see.tracking.urls")),
    path("", include("roost.gather.meetings.urls")),
    path("", include("roost.gather.charters.urls")),
    path("", include("roost.gather.commitments.urls")),
    path("", include("roost.gather.attendance.urls")),
    path("", include("roost.gather.health.urls")),
    path("", include("roost.gather.confidence.urls")),
    path("", include("roost.gather.decisions.urls")),
    path("", include("roost.gather.rhythm.urls")),
    path("", include("roost.gather.circles.urls")),
    path("", include("roost.gather.matching.urls")),
    path("", include("roost.gather.pulse.urls")),
    path("", include("roost.grow.feedback.urls")),
    path("", include("roost.grow.threesixty.urls")),
    path("", include("roost.grow.assessments.urls")),
    path("", include("roost.grow.growth.urls")),
    path("", include("roost.grow.companions.urls")),
    path("", include("roost.ground.vault.urls")),
    path("", include("roost.ground.instruments.urls")),
    path("", include("roost.ground.calendars.urls")),
    path("", include("roost.grow.library.urls")),
    path("administer/people/", include("roost.ground.people.urls")),
    path("api/", include("roost.doors.api.urls")),
    path("demo/", include("roost.doors.demo.urls")),
    path("sign-in/", ask_and_answer(account.login), name="account_login"),
    path("sign-out/", require_POST(account.logout), name="account_logout"),
    path("account/password/", ask_and_answer(account.password_change), name="account_change_password"),
    path("account/password/choose/", ask_and_answer(account.password_set), name="account_set_password"),
]
