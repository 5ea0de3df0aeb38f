"""What the pages' scripts ask and send. Answers are JSON, refusals too; nothing is kept by caches on the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roost.ground.kit.errors import Conflict, Forbidden, InputError, NotFound, RoostError, TooMany
from roost.ground.kit.pace import keep_pace
from roost.ground.vault.access import To, device_for, group_for, insist_on_password, note_for
from roost.ground.vault.actions import (
    Keys,
    Sealed,
    add_device,
    add_epoch,
    delete_note,
    hand_over,
    make_keys,
    remove_device,
    renew_keys,
    reseal_keys,
    write_note,
)
from roost.ground.vault.forms import DeviceForm, EpochForm, HandForm, KeysForm, NoteForm, SealForm, asked, read
from roost.ground.vault.reads import group_contents, own_keys, placed_contents, sealed_notes, versions_of

STATUS: dict[type[RoostError], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, InputError: 422, TooMany: 429}
Endpoint = Callable[..., Any]


def answers_json(endpoint: Endpoint) -> Callable[..., HttpResponse]:
    """Turn what an endpoint gives, or why it refuses, into JSON."""

    @wraps(endpoint)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            said, status = endpoint(request, **kwargs), 200
        except RoostError as error:
            said, status = {"problem": str(error)}, STATUS.get(type(error), 400)
        return JsonResponse(said, status=status, headers={"Cache-Control": "no-store"})

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@answers_json
def keys(request: HttpRequest) -> dict[str, Any]:
    """Give the person's sealed keys; keep their first ones."""
    if request.method == "POST":
        form = read(KeysForm, request)
        keep_pace("vault.keys", request.user.pk, most=30, seconds=3600)
        make_keys(request.user, keys=_keys(form))
    return own_keys(request.user)


@require_POST
@answers_json
def renew(request: HttpRequest) -> dict[str, Any]:
    """Replace the person's keys by new ones, for who gives the login's password once more."""
    form = read(KeysForm, request)
    keep_pace("vault.keys", request.user.pk, most=30, seconds=3600)
    insist_on_password(request.user, form.password)
    renew_keys(request.user, number=form.number, keys=_keys(form))
    return own_keys(request.user)


def _keys(form: KeysForm) -> Keys:
    return Keys(form.box, form.sign, form.sealed, form.recovery)


@require_POST
@answers_json
def reseal(request: HttpRequest) -> dict[str, Any]:
    """Keep the person's keys under another passphrase, for who gives the login's password once more."""
    form = read(SealForm, request)
    keep_pace("vault.keys", request.user.pk, most=30, seconds=3600)
    insist_on_password(request.user, form.password)
    reseal_keys(request.user, number=form.number, version=form.version, sealed=form.sealed)
    return own_keys(request.user)


@require_POST
@answers_json
def devices(request: HttpRequest) -> dict[str, Any]:
    """Keep the person's keys sealed for a device, for who gives the login's password once more."""
    form = read(DeviceForm, request)
    keep_pace("vault.keys", request.user.pk, most=30, seconds=3600)
    insist_on_password(request.user, form.password)
    add_device(request.user, number=form.number, credential=form.credential, label=form.label, sealed=form.sealed)
    return own_keys(request.user)


@require_http_methods(["DELETE"])
@answers_json
def device(request: HttpRequest, number: int) -> dict[str, Any]:
    """Forget one of the person's devices."""
    remove_device(device_for(request.user, number), by=request.user)
    return own_keys(request.user)


@require_safe
@answers_json
def contents(request: HttpRequest, group: UUID) -> dict[str, Any]:
    """Give what a group's members' browsers need, with its newest notes."""
    return group_contents(group_for(request.user, group), request.user)


@require_safe
@answers_json
def older(request: HttpRequest, group: UUID, start: int) -> dict[str, Any]:
    """Give the next notes, older than as many as `start` says."""
    return {"notes": sealed_notes(group_for(request.user, group), start)}


@require_safe
@answers_json
def placed(request: HttpRequest, group: UUID) -> dict[str, Any]:
    """Give what a pad on a page of the room above needs, as far as it does not have it."""
    found, form = group_for(request.user, group), asked(request)
    return placed_contents(found, request.user, places=form.place, since=form.since, known=form.known)


@require_POST
@answers_json
def epochs(request: HttpRequest, group: UUID) -> dict[str, Any]:
    """Keep the next record of who reads."""
    found, form = group_for(request.user, group), read(EpochForm, request)
    keep_pace("vault.epochs", request.user.pk, most=60, seconds=3600)
    return {"n": add_epoch(found, by=request.user, told=form.record, signature=form.signature).number}


@require_POST
@answers_json
def notes(request: HttpRequest, group: UUID) -> dict[str, Any]:
    """Keep a note or a version of one."""
    found, form = group_for(request.user, group), read(NoteForm, request)
    keep_pace("vault.notes", request.user.pk, most=120, seconds=600)
    sealed = Sealed(form.note, form.version, form.epoch, form.nonce, form.sealed, form.place)
    return {"version": write_note(found, by=request.user, sealed=sealed).version}


@require_http_methods(["GET", "HEAD", "DELETE"])
@answers_json
def note(request: HttpRequest, group: UUID, key: UUID) -> dict[str, Any]:
    """Give every version of a note; delete one's own."""
    found = group_for(request.user, group)
    if request.method == "DELETE":
        delete_note(note_for(request.user, found, key, to=To.WRITE), by=request.user)
        return {}
    return {"versions": versions_of(note_for(request.user, found, key))}


@require_POST
@answers_json
def handed(request: HttpRequest, group: UUID) -> dict[str, Any]:
    """Keep earlier keys that were sealed for another member."""
    found, form = group_for(request.user, group), read(HandForm, request)
    keep_pace("vault.handed", request.user.pk, most=60, seconds=3600)
    return {"new": hand_over(found, by=request.user, person=form.person, box=form.box, sealed=form.sealed)}
