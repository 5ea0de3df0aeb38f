"""What the columns of people's own lists are called, in some languages, and what is meant by them here."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

# What the organisation's own number for somebody is called; where there is no id, it takes its place.
EMPLOYEES = frozenset(
    "employee id,employee number,employee no,staff id,staff number,personnel number,personalnummer,personal nr"
    ",personalnr,mitarbeiternummer,mitarbeiter id,matricule,numero d employe,numero de empleado".split(",")
)
# Where nothing else says who somebody is.
_PEOPLE = frozenset(
    "person,people,participant,participants,employee,colleague,mitarbeiter,mitarbeiterin,mitarbeitende,teilnehmer"
    ",teilnehmerin,teilnehmende,personne,participante,persona,empleado,empleada".split(",")
)
TEAMS = frozenset("team,department,abteilung,bereich,equipe,service,departement,departamento,equipo".split(","))
# What the engine knows of people by these names; of lists made from teams no cell of them is ever shown.
UNSEEN = ("manager", "timezone")
# Who somebody is, which is never mixed.
NAMES = frozenset(("name", "first name", "last name", "email"))
_CALLED: Mapping[str, frozenset[str]] = {
    "id": frozenset(("id",)),
    "email": frozenset(
        "email,e mail,mail,work email,email address,e mail address,emailadresse,e mail adresse,courriel,adresse e mail"
        ",adresse email,adresse mail,correo,correo electronico".split(",")
    ),
    "first name": frozenset("first name,given name,forename,vorname,prenom".split(",")),
    "last name": frozenset(
        "last name,surname,family name,nachname,familienname,nom de famille,apellido,apellidos".split(",")
    ),
    "name": frozenset(
        "name,full name,display name,vollstandiger name,nachname vorname,name vorname,nom,nom complet,nom et prenom"
        ",nombre,nombre completo,nombre y apellidos".split(",")
    ),
    "manager": frozenset(
        "manager,manager id,manager email,manager name,line manager,reports to,supervisor,boss,vorgesetzte"
        ",vorgesetzter,vorgesetzte r,fuhrungskraft,chef,chefin,responsable,superieur,superieur hierarchique"
        ",superior,jefe,jefa".split(",")
    ),
    "timezone": frozenset("timezone,time zone,zeitzone,fuseau,fuseau horaire,zona horaria,huso horario".split(",")),
}
# Beside a first name, these are the last name; beside a last name, the first.
_LAST_BESIDE = {"name": ("vorname",), "nom": ("prenom",)}
_FIRST_BESIDE = ("nombre",)


def plain(text: str) -> str:
    """Give a text without what differs between spellings: capitals, accents, spaces and marks."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)).casefold()
    return " ".join("".join(one if one.isalnum() else " " for one in bare).split())


def meant_by(header: Sequence[str]) -> dict[str, int]:
    """Give where columns stand that mean something here, each once; one that is called exactly so comes first."""
    names = [plain(one) for one in header]
    found: dict[str, int] = {}
    for meaning, called in _CALLED.items():
        places = [place for place, name in enumerate(names) if name in called and place not in found.values()]
        if places:
            found[meaning] = min(places, key=lambda place: (names[place] != meaning, place))
    if "id" not in found:
        numbers = [place for place, name in enumerate(names) if name in EMPLOYEES]
        found |= {"id": numbers[0]} if numbers else {}
    # A single word may be a title.
    if len(names) > 1 and not found.keys() & (NAMES | {"id"}):
        people = [place for place, name in enumerate(names) if name in _PEOPLE and place not in found.values()]
        found |= {"name": people[0]} if people else {}
    whole = names[found["name"]] if "name" in found else ""
    if whole in _FIRST_BESIDE and "last name" in found and "first name" not in found:
        found["first name"] = found.pop("name")
    beside = names[found["first name"]] if "first name" in found else ""
    if "last name" not in found and beside in _LAST_BESIDE.get(whole, ()):
        found["last name"] = found.pop("name")
    return found
