from __future__ import annotations

from django.urls import path

from roost.ground.vault import endpoints, views

app_name = "vault"
urlpatterns = [
    path("me/vault/", views.vault, name="key"),
    path("me/vault/keys/", endpoints.keys, name="keys"),
    path("me/vault/keys/new/", endpoints.renew, name="renew"),
    path("me/vault/keys/sealed/", endpoints.reseal, name="reseal"),
    path("me/vault/devices/", endpoints.devices, name="devices"),
    path("me/vault/devices/<int:number>/", endpoints.device, name="device"),
    path("notes/<uuid:group>/", views.notes, name="notes"),
    path("notes/<uuid:group>/contents/", endpoints.contents, name="contents"),
    path("notes/<uuid:group>/contents/<int:start>/", endpoints.older, name="older"),
    path("notes/<uuid:group>/placed/", endpoints.placed, name="placed"),
    path("notes/<uuid:group>/epochs/", endpoints.epochs, name="epochs"),
    path("notes/<uuid:group>/written/", endpoints.notes, name="written"),
    path("notes/<uuid:group>/written/<uuid:key>/", endpoints.note, name="note"),
    path("notes/<uuid:group>/handed/", endpoints.handed, name="handed"),
    path("notes/<uuid:group>/leave/", views.leave, name="leave"),
]
