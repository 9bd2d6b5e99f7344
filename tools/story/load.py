"""Loads the story of data/ into a fresh zh_CN database with all add-ons: run by `bin/run`, inside `odoo shell`.

Every step goes through the public method that the person of the story presses in the client, with that person's rights, so the
loading proves the whole flow. Wants `env`, the folder of the sheets in STORY_DATA, and nobody else at work on the database.
By hand: STORY_DATA=$PWD/data STORY_SCRIPT=$PWD/tools/story/load.py odoo shell -d DB --no-http < tools/shell/story.py
"""
import os
import pathlib
import sys

DATA = pathlib.Path(os.environ["STORY_DATA"]).resolve()
ROOT = pathlib.Path(os.environ["STORY_SCRIPT"]).resolve().parents[2] if "STORY_SCRIPT" in os.environ else DATA.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.story import stage, tale  # noqa: E402

show = stage.Stage(env, DATA)
if show.env["res.users"].search_count([("login", "=", "chuna")]):
    show.fail("this database holds the story already; bin/run --fresh begins again")
tale.tell(show)
