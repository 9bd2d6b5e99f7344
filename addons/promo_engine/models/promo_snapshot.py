from dataclasses import replace

from odoo import api, fields, models, tools

from ..engine import read_snapshot, snapshot_of
from ..sql.snapshot import current_versions


class PromoSnapshot(models.AbstractModel):
    """The rules of a company at this moment, ready for the engine."""

    _name = "promo.snapshot"
    _description = "Rules of promotions in force"

    @api.model
    def _current(self, company, now=None):
        """Give the rules in force.

        :param company: res.company. :param now: UTC datetime, the present by default.
        :return: Snapshot of the engine; rules are read from the database once for each set of versions.
        """
        return self._of_versions(self._versions(company, now))

    @api.model
    def _versions(self, company, now=None):
        """:return: ((version id, True when stopped, "price" when blocked, else False), ...) of what is in force, for ``_of_versions``."""
        for name in ("promo.rule.version", "promo.rule", "promo.campaign"):
            self.env[name].flush_model()
        return current_versions(self.env.cr, company.id, now or fields.Datetime.now())

    @api.model
    @tools.ormcache("versions")
    def _of_versions(self, versions):
        """:param versions: as ``_versions`` gives them. :return: Snapshot."""
        stopped = dict(versions)
        records = self.env["promo.rule.version"].sudo().browse(stopped)  # sudo: prices are made for every role, the rules themselves are not shown
        found = read_snapshot([record.source for record in records])
        marks = {record.source["id"]: {"blocked": why} if isinstance(why := stopped[record.id], str) else {"paused": True}
                 for record in records if stopped[record.id]}
        return snapshot_of(replace(rule, **marks[rule.id]) if rule.id in marks else rule for rule in found.rules)
