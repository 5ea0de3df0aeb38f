"""The index that the database itself keeps over the words of items, each in its own way.

On SQLite triggers bring every change of a row to the index, also one that another table's deletion causes. Whoever
alters `library_indexed` there makes the triggers anew, for Django then makes the table anew.
"""

from django.db import migrations

# Terms come from the engine, so nothing is folded or taken apart here; where in a text they stand is not kept.
SQLITE = (
    """CREATE VIRTUAL TABLE library_words USING fts5(
        words, content='library_indexed', content_rowid='item_id', detail='none', columnsize=0,
        tokenize="ascii tokenchars '@:-'")""",
    """CREATE TRIGGER library_words_added AFTER INSERT ON library_indexed BEGIN
        INSERT INTO library_words (rowid, words) VALUES (new.item_id, new.words); END""",
    """CREATE TRIGGER library_words_dropped AFTER DELETE ON library_indexed BEGIN
        INSERT INTO library_words (library_words, rowid, words) VALUES ('delete', old.item_id, old.words); END""",
    """CREATE TRIGGER library_words_changed AFTER UPDATE ON library_indexed BEGIN
        INSERT INTO library_words (library_words, rowid, words) VALUES ('delete', old.item_id, old.words);
        INSERT INTO library_words (rowid, words) VALUES (new.item_id, new.words); END""",
)
SQLITE_BACK = (
    "DROP TRIGGER library_words_changed",
    "DROP TRIGGER library_words_dropped",
    "DROP TRIGGER library_words_added",
    "DROP TABLE library_words",
)
POSTGRESQL = (
    """CREATE INDEX library_words ON library_indexed
        USING gin (array_to_tsvector(string_to_array(words, ' ')))""",
)
POSTGRESQL_BACK = ("DROP INDEX library_words",)


def make(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def drop(apps, schema_editor):
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def run(schema_editor, sqlite, postgresql):
    for statement in postgresql if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
