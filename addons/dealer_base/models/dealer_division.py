from odoo import api, fields, models, tools

from ..divisions import Division, DivisionIndex

LEVELS = [("province", "Province"), ("city", "City"), ("district", "District")]


class DealerDivision(models.Model):
    """A province, city or district of China by its six-digit code (GB/T 2260).

    A code is never deleted: a division that was renamed or merged is closed with ``valid_to`` and names its successor,
    so that zones and old addresses keep working. The table is written by ``tools/make_divisions.py``.
    """

    _name = "dealer.division"
    _description = "Administrative division"
    _order = "code"
    _rec_names_search = ("name", "short_name", "code")

    code = fields.Char(required=True, index=True, help="Six digits.")
    name = fields.Char(required=True)
    short_name = fields.Char(required=True, help="The name without its suffix, as couriers write it.")
    level = fields.Selection(LEVELS, required=True, index=True)
    parent_id = fields.Many2one("dealer.division", string="Belongs to", index=True, ondelete="restrict")
    child_ids = fields.One2many("dealer.division", "parent_id", string="Divisions below")
    state_id = fields.Many2one("res.country.state", string="Province in addresses", ondelete="restrict")
    valid_from = fields.Date()
    valid_to = fields.Date(help="Last day; empty while it is valid.")
    replaced_by_id = fields.Many2one("dealer.division", string="Replaced by", ondelete="restrict")
    alias_ids = fields.One2many("dealer.division.alias", "division_id", string="Other names")
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This division code exists already.")
    _code_digits = models.Constraint("CHECK(code ~ '^[0-9]{6}$')", "A division code has six digits.")
    _closed_has_successor = models.Constraint(
        "CHECK(valid_to IS NULL OR replaced_by_id IS NOT NULL)", "A closed division names the one that took its place.")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for division in self:
            division.complete_name = f"{division.parent_id.complete_name or ''}{division.name or ''}"

    @api.depends("complete_name")
    def _compute_display_name(self):
        for division in self:
            division.display_name = division.complete_name

    @api.model_create_multi
    def create(self, vals_list):
        divisions = super().create(vals_list)
        self.env.registry.clear_cache()
        return divisions

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @tools.ormcache()
    def _index(self):
        """Build the index of all names once per process; dropped whenever a division or an alias changes.

        :return: :class:`DivisionIndex`, plain data without records.
        """
        return DivisionIndex(*self._index_rows())

    @api.model
    def _index_rows(self):
        """All divisions and aliases as plain data.

        :return: (list of :class:`Division`, list of (name, code, code within which it is used or "", kind)).
        """
        names = ["code", "name", "short_name", "level", "parent_id", "replaced_by_id"]
        rows = self.sudo().search_fetch([], names)  # sudo: public facts
        codes = {row.id: row.code for row in rows}
        aliases = self.env["dealer.division.alias"].sudo()  # sudo: public facts
        aliases = aliases.search_fetch([], ["name", "division_id", "scope_id", "kind"])
        divisions = [
            Division(
                row.code, row.name, row.short_name, row.level,
                codes.get(row.parent_id.id, ""), codes.get(row.replaced_by_id.id, ""),
            )
            for row in rows
        ]
        return divisions, [
            (alias.name, codes[alias.division_id.id], codes.get(alias.scope_id.id, ""), alias.kind) for alias in aliases
        ]

    @api.model
    @tools.ormcache()
    def _ids_by_code(self):
        return {row.code: row.id for row in self.sudo().search_fetch([], ["code"])}  # sudo: public facts

    @api.model
    def _match(self, province, city="", district=""):
        """Find a division by three names; no query once the index is built.

        :return: (dealer.division, Match): an empty recordset with ``match.refusal`` and ``match.params`` set, or the
            division with perhaps ``match.warning`` (alias_wrong_suffix, historic_name, development_zone).
        """
        match = self._index().find(province, city, district)
        return self.browse(self._ids_by_code().get(match.code)), match

    @api.model
    def _find(self, province, city="", district=""):
        """Find a division by three names.

        :return: the dealer.division, or (code, params) of the refusal; warnings are left to :meth:`_match`.
        """
        division, match = self._match(province, city, district)
        return (match.refusal, match.params) if match.refusal else division

    def _ancestor_codes(self):
        """Codes by which a zone may name this division, most precise first: district, city, province.

        A closed division answers with the codes of its successor, followed by its own.

        :return: list of six-digit codes.
        """
        self.ensure_one()
        codes = self._index().ancestors(self.code)
        return codes if self.code in codes else [*codes, self.code]

    @api.model
    def _keep_local_changes(self):
        """Called by a data file: an upgrade adds shipped divisions and aliases, but never puts edited ones back."""
        self.env["ir.model.data"].sudo().search([  # sudo: only the installation calls this
            ("module", "=", "dealer_base"), ("model", "in", ("dealer.division", "dealer.division.alias")), ("noupdate", "=", False),
        ]).write({"noupdate": True})

    def _current(self):
        """The divisions that are valid today in place of these."""
        index, ids = self._index(), self._ids_by_code()
        return self.browse([ids[index.current(division.code)] for division in self])
