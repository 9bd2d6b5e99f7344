"""What the abuse tests share: our models, their fields and methods taken from the registry, and a sample of each."""
import datetime
import inspect

import psycopg2

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import ROLES, PrepaidCommon

ADDON = "dealer_prepaid"
LEDGER = ("prepaid.account", "prepaid.entry", "prepaid.hold", "prepaid.hold.line", "prepaid.lot", "prepaid.operation")
REFUSALS = (UserError, AccessError, psycopg2.Error, ValueError, TypeError, KeyError, AssertionError, OverflowError)


class AbuseCommon(PrepaidCommon):
    """Roles, an administrator, and one record of each model, made by the superuser from what the fields ask for."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls._open_account(cls.partners["D2"])
        cls.account._hold("abuse", 1_000, "res.partner", cls.d1.id, "abuse")
        cls.admin = new_test_user(cls.env, "t_admin", groups="base.group_user,base.group_system,account.group_account_manager")
        cls.everyone = new_test_user(cls.env, "t_everyone", groups="base.group_user", tz="Asia/Shanghai")
        cls._exception(cls.everyone)
        cls.everyone.group_ids = [Command.link(cls.env.ref(f"dealer_base.group_{role}").id) for role in ROLES]
        cls.actors = {**cls.users, "admin": cls.admin}
        cls.samples = {name: cls._sample(name) for name in cls.our_models()}
        cls.env.flush_all()

    @classmethod
    def our_models(cls):
        """Names of the models with a table that the add-on defines."""
        return sorted(
            name for name, model in cls.env.registry.items()
            if model._original_module == ADDON and model._auto and not model._abstract)

    @classmethod
    def _sample(cls, name):
        """Give a record of a model: one that is there, or a new one; empty when the fields alone do not tell how to make one."""
        model = cls.env[name].sudo()
        found = model.search([], limit=1)
        if found:
            return found
        try:
            with cls.env.cr.savepoint():
                return model.create(cls._values(model))
        except REFUSALS:
            return model.browse()

    @classmethod
    def _values(cls, model):
        """What a new record needs: a value for each required field, the account or owner where one is asked for."""
        vals = {}
        for name, field in model._fields.items():
            if not field.store or field.related or name in models.MAGIC_COLUMNS or (field.compute and not field.required):
                continue
            wanted = field.required or name in ("amount", "reason", "partner_id", "account_id", "label", "proof_ids")
            if wanted and not (field.default and field.required):
                vals[name] = cls._value(field)
        return {name: value for name, value in vals.items() if value is not None}

    @classmethod
    def _value(cls, field):
        """A fitting value for a field."""
        known = {"prepaid.account": cls.account, "res.partner": cls.d1, "res.company": cls.company, "res.currency": cls.company.currency_id,
                 "dealer.season": cls.account.season_id, "res.users": cls.users["fin_cashier"]}
        if field.type == "many2one":
            return (known.get(field.comodel_name) or cls.env[field.comodel_name].sudo().search([], limit=1)).id or None
        if field.name == "proof_ids":
            return [Command.set(cls._proof().ids)]
        if field.type in ("one2many", "many2many"):
            return None
        if field.type == "selection":
            choices = field.get_values(cls.env)
            return choices[0] if choices else None
        today = datetime.date(2026, 11, 20)
        return {"date": today, "datetime": datetime.datetime(2026, 11, 20), "float": 1.0, "monetary": 1.0, "integer": 1, "boolean": True,
                "json": {}, "binary": b"eA=="}.get(field.type, "x")

    @classmethod
    def _other(cls, field, current):
        """A value that differs from the current one."""
        if field.type == "many2one":
            return cls.env[field.comodel_name].sudo().search([("id", "!=", current.id)], limit=1).id
        if field.type == "selection":
            return next((choice for choice in field.get_values(cls.env) if choice != current), current)
        if field.type in ("float", "monetary", "integer"):
            return (current or 0) + 7
        if field.type == "boolean":
            return not current
        return {"date": "2001-02-03", "datetime": "2001-02-03 04:05:06", "json": [[0, 7]]}.get(field.type, "attacked")

    @classmethod
    def own_methods(cls, name):
        """{method name: signature} of what the add-on adds to a model that every client may call."""
        model = cls.env.registry[name]
        found = {}
        for part in model.__mro__:
            if not part.__module__.startswith(f"odoo.addons.{ADDON}"):
                continue
            for method, func in vars(part).items():
                if not method.startswith("_") and inspect.isfunction(func) and not hasattr(models.BaseModel, method) \
                        and not getattr(func, "_api_private", False):
                    found.setdefault(method, inspect.signature(getattr(model, method)))
        return found
