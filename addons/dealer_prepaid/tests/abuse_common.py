"""What the abuse tests share: our models, their fields and methods taken from the registry, and a sample of each."""
import csv
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
UNDER = {  # roles that a manager's role implies; whoever is bound to own customers or an own store is asked himself
    "cs_manager": {"cs_presale", "cs_aftersale"}, "fin_manager": {"fin_confirmer", "fin_settlement"}, "wh_manager": {"wh_operator"},
    "ops_manager": {"ops"}, "purchase_manager": {"purchase_clerk"}}
EXTENDED = {  # right -> the role that is given it (roles.md 2)
    "x_cs_confirm_payment": "cs_presale", "x_cs_ship": "cs_presale", "x_wh_refund": "wh_operator", "x_price_unlimited": "cs_presale"}
REFUSALS = (UserError, AccessError, psycopg2.Error, ValueError, TypeError, KeyError, AssertionError, OverflowError)


class AbuseCommon(PrepaidCommon):
    """Roles, an administrator, and one record of each model, made by the superuser from what the fields ask for."""

    maxDiff = None
    addons = (ADDON,)  # whose models, fields and methods are looked at

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
    def _extended_people(cls):
        """Give the people beside the roles: a bare user of the network, somebody of a role with each extended right, and one with all of these.

        :return: {name: (role whose rights he has anyway, None = none, res.users, another person of that role without the right)}; the last one
            stands under "together".
        """
        def person(name, *groups):
            user = new_test_user(cls.env, f"t_{name}", groups="base.group_user", tz="Asia/Shanghai")
            cls._exception(user)
            user.group_ids = [Command.link(cls.env.ref(f"dealer_base.group_{group}").id) for group in groups]
            return user
        plain = {role: person(f"plain_{role}", role) for role in sorted(set(EXTENDED.values()))}
        return {
            "viewer": (None, person("viewer", "dealer_viewer"), None),
            **{name: (role, person(name, role, name), plain[role]) for name, role in EXTENDED.items()},
            "together": (None, person("together", *EXTENDED, *EXTENDED.values()), None)}

    @classmethod
    def our_models(cls):
        """Names of the models with a table that the add-on defines."""
        return sorted(
            name for name, model in cls.env.registry.items()
            if model._original_module in cls.addons and model._auto and not model._abstract)

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
            if not part.__module__.startswith(tuple(f"odoo.addons.{addon}." for addon in cls.addons)):
                continue
            for method, func in vars(part).items():
                if not method.startswith("_") and inspect.isfunction(func) and not hasattr(models.BaseModel, method) \
                        and not getattr(func, "_api_private", False):
                    found.setdefault(method, inspect.signature(getattr(model, method)))
        return found

    # -- calls that leave nothing behind

    def _taken_back(self, func):
        """Run it in a savepoint that is taken back; give what it returns."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            return func()
        finally:
            savepoint.close(rollback=True)
            self.env.cr.clear()
            self.env.invalidate_all()

    def _try(self, func):
        """Run it and take it back; give what it returns, None when it is refused."""
        def tried():
            try:
                answer = func()
                self.env.flush_all()
                return answer if answer is not None else True
            except REFUSALS:
                return None
        return self._taken_back(tried)

    def _call(self, record, method, signature, user):
        """"yes" when a user gets past the rights of a method, "no" when he is refused."""
        arguments = [
            {"int": 1, "str": "x"}.get(getattr(parameter.annotation, "__name__", ""), "x") for name, parameter in list(signature.parameters.items())[1:]
            if parameter.default is inspect.Parameter.empty and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)]

        def called():
            try:
                getattr(record.with_user(user), method)(*arguments)
                return "yes"
            except AccessError:
                return "no"
            except Exception:       # it got past the rights and met something else: the state, an argument
                return "yes"
        return self._taken_back(called)

    def _who_gets_through(self, record, method, signature):
        """Give the roles that get past the rights of a method, "*" for all; an extended right is named where it opens what its role may not."""
        def may(user):
            return self._call(record, method, signature, user) == "yes"
        roles = self._allowed(self.actors, may)
        if len(roles) == len(self.actors):
            return "*"
        others = dict(self.extended)
        _role, together, _plain = others.pop("together")
        if set(EXTENDED.values()).isdisjoint(roles) and not may(together):
            others = {}  # nobody of these people has a right that he has not
        roles += [name for name, (role, user, plain) in others.items() if role not in roles and may(user) and not (plain and may(plain))]
        return " ".join(sorted(roles))

    def _allowed(self, actors, may):
        """Give the roles that may do something; what a manager is refused, the roles under him are not asked.

        :param actors: {role: res.users}. :param may: function of a res.users.
        """
        roles, refused = [], set()
        for role in sorted(actors, key=lambda role: role not in UNDER):
            if role not in refused:
                if may(actors[role]):
                    roles.append(role)
                else:
                    refused |= UNDER.get(role, set())
        return roles

    def _check_methods(self, path, found, update):
        """Compare who gets through with a reviewed list.

        :param path: of the list: model, method, roles. :param found: {(model, method): roles}. :param update: write the list anew for a review.
        """
        if update:
            with path.open("w", newline="") as out:
                csv.writer(out, lineterminator="\n").writerows([("model", "method", "roles"), *((*pair, roles) for pair, roles in sorted(found.items()))])
        with path.open(newline="") as source:
            allowed = {(row["model"], row["method"]): row["roles"] for row in csv.DictReader(source)}
        self.assertEqual(sorted(found.keys() - allowed.keys()), [], f"public methods that nobody has reviewed: list them in {path.name}")
        self.assertEqual(sorted(allowed.keys() - found.keys()), [], "listed and no longer there")
        here = {*self.actors, *getattr(self, "extended", ())}  # Odoo's own roles are there with its add-ons only
        pairs = {pair: (set(self._roles(found[pair])), set(self._roles(allowed[pair])) & here) for pair in found}
        more = {pair: sorted(now - listed) for pair, (now, listed) in pairs.items() if now - listed}
        less = {pair: sorted(listed - now) for pair, (now, listed) in pairs.items() if listed - now}
        self.assertEqual((more, less), ({}, {}), f"who gets through differs from {path.name}: not listed, and listed but refused")

    def _roles(self, text):
        return sorted(self.actors) if text == "*" else text.split()
