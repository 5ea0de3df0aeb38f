"""What people of an organisation put into the library, how it is found, and what they tried. Cards are files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roost.ground.kit.scopes import organisation_manager
from roost.ground.people.models import Organisation, Person

LONGEST_TITLE = 200
LONGEST_WHY = 400
LONGEST_URL = 1000
LONGEST_TEXT = 20_000
LONGEST_TRIED = 300
LONGEST_KEY = 40


class Kind(models.TextChoices):
    """What an item is. A video is a link too: it plays elsewhere."""

    LINK = "link", _("Link")
    NOTE = "note", _("Note")
    DOCUMENT = "document", _("Document")
    VIDEO = "video", _("Video")


class Reading(models.TextChoices):
    """How far the words of a document are found."""

    NONE = "", "–"
    WAITING = "waiting", _("Its words are being read, so that they can be searched.")
    DONE = "done", _("Its words are searched.")
    FAILED = "failed", _("Its words could not be read. Title and reason are searched.")


class Item(models.Model):
    """Something that somebody found worth it. `version` grows with each change of words.

    `text` is a note's Markdown, or the words that were read from a document. `file` is a name in the data folder that
    nobody chose, `file_type` the ending that its content calls for. Whoever added it is nobody once they were erased.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=LONGEST_TITLE)
    why = models.CharField(max_length=LONGEST_WHY)
    minutes = models.PositiveSmallIntegerField()
    behaviours = models.JSONField()
    url = models.CharField(max_length=LONGEST_URL, blank=True)
    text = models.TextField(blank=True)
    file = models.CharField(max_length=LONGEST_KEY, blank=True)
    file_type = models.CharField(max_length=10, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    reading = models.CharField(max_length=10, choices=Reading, blank=True)
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    key = models.CharField(max_length=LONGEST_KEY)
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.CharField(max_length=LONGEST_WHY, blank=True)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "added_by", "key"], name="an_item_is_added_once")
        ]

    @property
    def is_open(self) -> bool:
        """Say whether everybody of the organisation finds it."""
        return self.withdrawn_at is None and self.removed_at is None


class Indexed(models.Model):
    """How an item is found: its terms, how often each stands in which field (a line a term), and how long the
    fields are.

    Only what everybody finds has a row. `words` holds each term once, and marks that begin with a colon; the index that
    the database keeps stands on it. `made_by` names the rules and words by which it was made.
    """

    item = models.OneToOneField(Item, models.CASCADE, primary_key=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    made_by = models.CharField(max_length=12)
    words = models.TextField()
    counts = models.TextField()
    title_length = models.PositiveIntegerField()
    summary_length = models.PositiveIntegerField()
    moments_length = models.PositiveIntegerField()
    tags_length = models.PositiveIntegerField()
    body_length = models.PositiveIntegerField()
    objects = organisation_manager()

    class Meta:
        indexes = [
            # Holds all that means are made of, so that no row with its words is read for them.
            models.Index(
                fields=[
                    "organisation",
                    "title_length",
                    "summary_length",
                    "moments_length",
                    "tags_length",
                    "body_length",
                ],
                name="library_lengths",
            )
        ]


class Tried(models.Model):
    """What somebody tried after reading something: a card, by its behaviour's key, or an item. The person's own.

    `title` is what the item was called then: the line outlives the item.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    card = models.CharField(max_length=LONGEST_KEY, blank=True)
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    words = models.CharField(max_length=LONGEST_TRIED)
    is_shared = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    objects = organisation_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "card"], condition=~Q(card=""), name="a_card_is_tried_once"
            ),
            models.UniqueConstraint(
                fields=["person", "item"], condition=Q(item__isnull=False), name="an_item_is_tried_once"
            ),
            models.CheckConstraint(condition=Q(item=None) | Q(card=""), name="tried_of_a_card_or_an_item"),
        ]
