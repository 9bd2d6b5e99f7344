from odoo import fields, models

from ..tariff import checksum


class LogisticsVersionReport(models.Model):
    """What was found out about a draft before it is put in force; kept with the version, so that who activates it sees what
    who entered it saw. It names the text it is about by its checksum; a draft that changed since needs a new one."""

    _name = "logistics.version.report"
    _description = "Checks of a tariff version"
    _order = "id desc"

    version_id = fields.Many2one("logistics.contract.version", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    side = fields.Selection(related="version_id.side", store=True)
    currency_id = fields.Many2one(related="version_id.currency_id")
    version_state = fields.Selection(related="version_id.state", string="State")
    changes_past = fields.Boolean(related="version_id.changes_past")
    past_confirmed_by_id = fields.Many2one(related="version_id.past_confirmed_by_id")
    checksum = fields.Char(required=True, help="SHA-256 of the prices and dates the checks are about.")
    is_current = fields.Boolean(compute="_compute_is_current", help="Neither this version has changed since, nor the one it is compared with.")
    replaced_id = fields.Many2one("logistics.contract.version", string="Compared with", ondelete="set null")
    finding_ids = fields.One2many("logistics.version.finding", "report_id", string="Findings")
    error_count = fields.Integer(string="Errors")
    warning_count = fields.Integer(string="Warnings")
    coverage_ids = fields.One2many("logistics.version.coverage", "report_id", string="Coverage")
    priced = fields.Integer(string="Districts priced")
    by_default = fields.Integer(string="By the default zone")
    no_price = fields.Integer(string="Without a price")
    two_prices = fields.Integer(string="With two prices")
    not_served = fields.Integer(string="Not delivered")
    change_ids = fields.One2many("logistics.version.change", "report_id", string="Changes")
    effect_ids = fields.One2many("logistics.version.effect", "report_id", string="Effect by zone")
    effect_from = fields.Date(string="Parcels from")
    effect_to = fields.Date(string="Parcels to")
    effect_count = fields.Integer(string="Parcels")
    effect_before = fields.Monetary(string="Then")
    effect_after = fields.Monetary(string="By this version")
    effect_diff = fields.Monetary(string="Difference")
    effect_dearer = fields.Integer(string="Dearer")
    effect_cheaper = fields.Integer(string="Cheaper")
    effect_refused = fields.Integer(string="Without a price now", help="Parcels of the month that this version would refuse.")

    def _compute_is_current(self):
        for report in self:
            version = report.version_id
            if version.state == "draft":
                report.is_current = report.checksum == checksum(version._canonical_text()) and report.replaced_id == version._replaces()
            else:
                report.is_current = report.checksum == version.checksum

    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._("Checks of %s", report.version_id.display_name)

    def action_activate(self):
        """Put the version of this report in force; its own checks of role, persons, errors and changes decide.

        :return: action that opens the version.
        """
        self.ensure_one()
        self.version_id.action_activate()
        return self.action_open_version()

    def action_confirm_past(self):
        """Confirm that the version shall price days that are over, see the version. :return: True."""
        self.ensure_one()
        return self.version_id.action_confirm_past()

    def action_check(self):
        """Look again, after the draft has changed. :return: action that opens the new report."""
        self.ensure_one()
        return self.version_id.action_check()

    def action_open_version(self):
        """:return: action that opens the version."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "logistics.contract.version", "res_id": self.version_id.id, "view_mode": "form",
            "views": [(False, "form")]}

    def _open_lines(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(f"logistics_fee.{xmlid}")
        return {**action, "domain": [("report_id", "in", self.ids)], "context": {}}

    def action_open_coverage(self):
        """:return: action that shows which regions have a price."""
        return self._open_lines("logistics_version_coverage_action")

    def action_open_changes(self):
        """:return: action that shows what changes, region by region and weight by weight."""
        return self._open_lines("logistics_version_change_action")

    def action_open_effect(self):
        """:return: action that shows what the month would have cost."""
        return self._open_lines("logistics_version_effect_action")
