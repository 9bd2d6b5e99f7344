"""Helpers of the loader: act as a person, say what happens, keep each step."""
import base64
import contextlib
import datetime
import pathlib
from unittest.mock import patch

from odoo import fields, sql_db

from tools.story.people import PASSWORD, PEOPLE


class Problem(SystemExit):
    """The story did not go as written."""


class Stage:
    """The database while the story is loaded.

    :ivar env: environment of the superuser, used for what an installer does and for checks, never for a step of the story.
    :ivar folder: pathlib.Path of the sheets.
    """

    def __init__(self, env, folder):
        self.env = env(context={"lang": "zh_CN", "tz": "Asia/Shanghai"})
        self.folder = pathlib.Path(folder)
        self.logins = {}

    def say(self, text):
        """Print a step that is done and keep it."""
        self.keep()
        print(f"story: {text}", flush=True)

    def keep(self):
        """End the step: what another connection must see is committed."""
        self.env.cr.commit()

    def fail(self, text):
        """Stop the loading."""
        raise Problem(f"story: {text}")

    def expect(self, found, wanted, what):
        """Stop unless a figure is as written."""
        if found != wanted:
            self.fail(f"{what}: {found!r} instead of {wanted!r}")

    @contextlib.contextmanager
    def at(self, day, hour, ledger=False):
        """Let what happens inside happen on an earlier day.

        :param day: date. :param hour: of the day where the company is. :param ledger: whether money moves: the ledger has the clock of the database.
        """
        moment = self.env.company._dealer_utc(day, datetime.time(hour))
        with patch.object(sql_db.BaseCursor, "now", lambda _cursor: moment), patch.object(fields.Datetime, "now", lambda *_args: moment), \
                patch.object(fields.Date, "today", lambda *_args: moment.date()), self._ledger_at(moment) if ledger else contextlib.nullcontext():
            yield
            self.env.flush_all()
        self.keep()

    @contextlib.contextmanager
    def _ledger_at(self, moment):
        """Set the clock that the ledger reads: a function ``now`` that is found before the one of the database, for the time of the step."""
        self.keep()
        path, opened, cr = "SET search_path = story_clock, pg_catalog, public", sql_db.Cursor.__init__, self.env.cr
        cr.execute("CREATE SCHEMA story_clock")
        back = int((datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - moment).total_seconds())
        cr.execute(
            "CREATE FUNCTION story_clock.now() RETURNS timestamptz LANGUAGE sql STABLE AS "
            f"$$ SELECT pg_catalog.now() - interval '{back} seconds' $$")
        self.keep()

        def begin(cursor, *args, **kwargs):
            opened(cursor, *args, **kwargs)
            cursor._obj.execute(path)

        with patch.object(sql_db.Cursor, "__init__", begin):
            cr.execute(path)
            yield
            self.env.flush_all()
        self.keep()
        cr.execute("RESET search_path")
        cr.execute("DROP SCHEMA story_clock CASCADE")

    def person(self, login):
        """Give the res.users of a login."""
        if login not in self.logins:
            self.logins[login] = self.env["res.users"].search([("login", "=", login)])
            self.expect(len(self.logins[login]), 1, f"users called {login}")
        return self.logins[login]

    def as_(self, login):
        """Give the environment of a person, with that person's rights only."""
        user = self.person(login)
        context = {"lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_ids.ids}
        return self.env(user=user.id, su=False, context=context)

    def partner(self, code):
        """Give the channel partner of a code."""
        partner = self.env["res.partner"].search([("dealer_code", "=", code)])
        self.expect(len(partner), 1, f"partners with code {code}")
        return partner

    def product(self, sku):
        """Give the product of a SKU."""
        product = self.env["product.product"].search([("default_code", "=", sku)])
        self.expect(len(product), 1, f"products with SKU {sku}")
        return product

    def division(self, code):
        """Give the division of a six-digit code."""
        return self.env["dealer.division"].search([("code", "=", code)], limit=1)

    def content(self, name):
        """Give a sheet as Odoo's binary fields want it."""
        return base64.b64encode((self.folder / name).read_bytes())

    def fresh(self, record):
        """Give a record as the database has it now: side transactions have written meanwhile."""
        self.keep()
        self.env.invalidate_all()
        return record

    def check_ledger(self):
        """Stop unless ledger, holds and general ledger agree."""
        self.keep()
        self.env.invalidate_all()
        found = self.env["prepaid.check"]._differences(self.env.company)
        if found:
            self.fail("the ledger does not agree: " + "; ".join(row["message"] for row in found))


def make_people(stage):
    """Create the logins, each with its one group."""
    for person in PEOPLE:
        stage.env["res.users"].with_context(no_reset_password=True).create({
            "login": person.login, "name": person.name, "password": PASSWORD, "lang": "zh_CN", "tz": "Asia/Shanghai",
            "group_ids": [(6, 0, stage.env.ref(f"dealer_base.{person.group}").ids)],
        })
    stage.env["crm.team"].create({
        "name": "业务一组", "user_id": stage.person("yewuzg").id, "member_ids": [(6, 0, (stage.person("yewu") | stage.person("yewu2")).ids)]})
    stage.say(f"{len(PEOPLE)} logins")


def give_sales_companies(stage):
    """Tell the sales company managers which sales company is theirs."""
    for person in PEOPLE:
        if person.companies:
            partners = stage.env["res.partner"].search([("dealer_code", "in", person.companies)])
            stage.expect(len(partners), len(person.companies), f"sales companies of {person.login}")
            stage.person(person.login).with_env(stage.as_("guanli")).sales_company_ids = [(6, 0, partners.ids)]
    stage.say("sales companies given to their managers")
