"""The season close before its findings had a code: what the upgrade needs."""
from odoo.tools import SQL


def old_words(cr):
    """Read the words that lines of a season close kept before 19.0.1.2.0.

    :return: list of (line id, level, text); empty where the columns are gone.
    """
    cr.execute(SQL(
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'prepaid_season_close_line' AND column_name IN ('reason', 'note')"
        " AND table_schema = current_schema"))
    if cr.fetchone()[0] != 2:
        return []
    cr.execute(SQL(
        "SELECT id, 'block', reason FROM prepaid_season_close_line WHERE reason <> ''"
        " UNION ALL SELECT id, 'note', note FROM prepaid_season_close_line WHERE note <> ''"))
    return cr.fetchall()


def drop_old_words(cr):
    """Take the columns away whose content the findings carry now."""
    cr.execute(SQL("ALTER TABLE prepaid_season_close_line DROP COLUMN IF EXISTS reason, DROP COLUMN IF EXISTS note"))
